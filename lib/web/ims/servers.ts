import { z } from "zod";
import { listJobs } from "@/lib/jobs/queries/list-jobs";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { createServers } from "@/lib/servers/commands/create-servers";
import { deleteServer } from "@/lib/servers/commands/delete-server";
import type { ServerStatus } from "@/lib/servers/model";
import { getServer } from "@/lib/servers/queries/get-server";
import type { Answer } from "../openstack/call";
import { idOf, imsCall, readBody, wireJobId } from "./ims-call";

const createBody = z.object({
  server: z.object({
    name: z.string(),
    imageRef: z.string(),
    flavorRef: z.string(),
    availability_zone: z.string(),
    count: z.number().optional(),
    root_volume: z.object({ size: z.number().optional() }).optional(),
  }),
});

const deleteBody = z.object({ servers: z.array(z.object({ id: z.uuid() })).min(1), delete_volume: z.boolean().default(false) });

/** Status words of ECS. */
const STATUSES: Readonly<Record<ServerStatus, string>> = {
  building: "BUILD",
  stopped: "SHUTOFF",
  running: "ACTIVE",
  error: "ERROR",
  deleted: "DELETED",
};

/** Makes servers and starts them, as automation wants them that makes an image of one (PRI-11). */
export const postServers = imsCall(async (call): Promise<Answer> => {
  const { server } = await readBody(call, createBody);
  const { serverIds } = await createServers(call.actor, {
    ...{ name: server.name, imageId: server.imageRef, flavorId: server.flavorRef, zoneId: server.availability_zone, start: true },
    ...(server.count === undefined ? {} : { count: server.count }),
    ...(server.root_volume?.size === undefined ? {} : { systemDiskGb: server.root_volume.size }),
  });
  return { status: 200, body: { job_id: await newestJob(call.actor, serverIds[0] ?? ""), serverIds } };
});

export const showServer = imsCall(async (call): Promise<Answer> => {
  const server = await getServer(call.actor, { serverId: idOf(call, "server") });
  const { id, name, status, flavorId, imageId, zoneId, createdAt, volumes } = server;
  return {
    status: 200,
    body: {
      server: {
        ...{ id, name, status: STATUSES[status], created: createdAt, flavor: { id: flavorId }, image: { id: imageId } },
        "OS-EXT-AZ:availability_zone": zoneId,
        "os-extended-volumes:volumes_attached": volumes.map((volume) => ({ id: volume.id, device: volume.device })),
      },
    },
  };
});

/** Deletes servers, with their data disks when `delete_volume` says so. All that can be are: the first refusal is told. */
export const deleteServers = imsCall(async (call): Promise<Answer> => {
  const { servers, delete_volume: withDisks } = await readBody(call, deleteBody);
  for (const { id } of servers) await deleteServer(call.actor, { serverId: id, keepDataDisks: !withDisks });
  return { status: 200, body: {} };
});

async function newestJob(actor: Actor, serverId: string): Promise<string> {
  const [job] = (await listJobs(actor, { serverId, size: 10 })).items;
  if (job === undefined) throw new AppError("internal", { reason: "noJob" });
  return wireJobId(job.id);
}
