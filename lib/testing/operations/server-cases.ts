import { randomUUID } from "node:crypto";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { projectOf } from "../factories";
import { anImage } from "../image-records";
import { aServer, aVolume, placeOf } from "../server-records";
import { type Case, type Cases, listingOf } from "./case";

/** An image with a disk whose bytes need not be there. */
export async function aBootableImage(actor: Actor, data: Parameters<typeof anImage>[1] = {}): Promise<string> {
  const { id } = await anImage(actor, { status: "active", minDiskGb: 40, architecture: "x86", ...data });
  const disk = {
    id: randomUUID(),
    storageKey: `images/${id}/disk`,
    sizeBytes: 1n,
    virtualSizeBytes: 1n,
    objectSha256: "",
    contentDigest: "",
  };
  await db().imageDisk.create({ data: { ...disk, regionId: projectOf(actor).regionId, blockDigests: new Uint8Array() } });
  await db().image.update({ where: { id }, data: { diskId: disk.id } });
  return id;
}

async function aRunningJob(actor: Actor): Promise<string> {
  const job = { id: randomUUID(), kind: "importImage", status: "running" as const, stage: "convert", payload: {} };
  await db().job.create({ data: { ...placeOf(actor), ...job } });
  return job.id;
}

const ofAServer = (data: Parameters<typeof aServer>[1] = {}, more: object = {}): Case => ({
  stranger: "notFound",
  input: async (actor) => ({ serverId: await aServer(actor, data), ...more }),
});
const forOperators: Case = { stranger: "permissionDenied", input: async (actor) => ({ serverId: await aServer(actor) }) };

export const SERVER_CASES: Cases = {
  "jobs/cancel-job": { stranger: "notFound", input: async (actor) => ({ jobId: await aRunningJob(actor) }) },
  "jobs/get-job": { stranger: "notFound", input: async (actor) => ({ jobId: await aRunningJob(actor) }) },
  "jobs/list-jobs": listingOf(aRunningJob),
  "servers/create-servers": {
    elsewhere: "imageRegionMismatch",
    stranger: "notFound",
    input: async (actor) => ({
      imageId: await aBootableImage(actor),
      name: "new",
      flavorId: "s6.small.2",
      zoneId: `${projectOf(actor).regionId}a`,
    }),
  },
  "servers/create-data-images": {
    stranger: "notFound",
    input: async (actor) => {
      const volumeId = await aVolume(actor, { serverId: await aServer(actor), device: "vdb" });
      return { disks: [{ volumeId, name: "data" }] };
    },
  },
  "servers/create-system-image": ofAServer({}, { name: "image" }),
  "servers/delete-server": ofAServer(),
  "servers/freeze-server": forOperators,
  "servers/get-server": ofAServer(),
  "servers/list-any-servers": { stranger: "permissionDenied", input: async () => ({}) },
  "servers/list-servers": listingOf(aServer),
  "servers/record-install": ofAServer({ isoImageId: randomUUID() }, { step: "os" }),
  "servers/reinstall-server": {
    stranger: "notFound",
    input: async (actor) => ({ serverId: await aServer(actor), imageId: await aBootableImage(actor) }),
  },
  "servers/renew-server": forOperators,
  "servers/report-fault": ofAServer(),
  "servers/retry-servers": {
    stranger: "notFound",
    input: async (actor) => ({ serverIds: [await aServer(actor, { status: "error", imageId: await aBootableImage(actor) })] }),
  },
  "servers/start-server": ofAServer(),
  "servers/tag-server": ofAServer({}, { set: [{ key: "env", value: "prod" }] }),
  "servers/stop-server": ofAServer({ status: "running" }),
};
