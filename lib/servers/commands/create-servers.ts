import "server-only";
import { randomUUID } from "node:crypto";
import { lockUsableImage } from "@/lib/images/lock-image";
import { whyNotBootable, whyNotFlavor } from "@/lib/images/model";
import { toImageView } from "@/lib/images/views";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { findRegion } from "@/lib/regions/configuration";
import { findFlavor } from "../flavors";
import { createServersInput } from "../schemas";

/**
 * Applies for servers from an image (USE-01): as many as asked, each with a system disk that is usable in well under a second
 * and fills itself from the image afterwards. Errors: the refusals of `whyNotBootable` and `whyNotFlavor`, `notFound`.
 */
export const createServers = command({
  trace: "createServer",
  resourceType: "server",
  permission: "ecs:servers:create",
  input: createServersInput,
  async run({ tx, actor, scope: anywhere, input, note }) {
    const scope = inProject(anywhere);
    const image = await usableImage(tx, input, scope);
    const sizeGb = input.systemDiskGb ?? image.minDiskGb;
    if (sizeGb < image.minDiskGb) throw new AppError("systemDiskSmallerThanFile", { min: image.minDiskGb, asked: sizeGb });
    const servers = Array.from({ length: input.count }, (_, index) => ({ id: randomUUID(), name: nameOf(input.name, index, input.count) }));
    for (const server of servers) {
      await insertServer(tx, scope, { ...server, flavorId: input.flavorId, zoneId: input.zoneId, image, sizeGb });
      await enqueue(tx, actor, scope, { kind: "createServer", payload: { serverId: server.id }, targetName: server.name, serverId: server.id });
    }
    note({ resourceId: servers[0]?.id ?? "", resourceName: input.name, image: image.name, count: input.count, flavor: input.flavorId });
    return { serverIds: servers.map((server) => server.id) };
  },
});

async function usableImage(tx: Tx, input: { imageId: string; flavorId: string; zoneId: string }, scope: ProjectScope) {
  const row = await lockUsableImage(tx, input.imageId, scope);
  const view = toImageView(row, scope.accountId);
  const flavor = findFlavor(input.flavorId);
  if (flavor === undefined) throw new AppError("invalidArgument", { field: "flavorId", reason: input.flavorId });
  const zones = findRegion(scope.project.regionId)?.zones ?? [];
  if (!zones.some((zone) => zone.id === input.zoneId)) throw new AppError("invalidArgument", { field: "zoneId", reason: input.zoneId });
  const refusal = whyNotBootable(view) ?? whyNotFlavor(view, flavor);
  if (refusal !== undefined) throw new AppError(refusal.code, refusal.detail);
  const { diskId } = await tx.image.findUniqueOrThrow({ where: { id: row.id }, select: { diskId: true } });
  if (diskId === null) throw new AppError("imageStatusNotNormal", { status: "converting" });
  return { id: row.id, name: row.name, minDiskGb: row.minDiskGb, diskId };
}

interface NewServer {
  readonly id: string;
  readonly name: string;
  readonly flavorId: string;
  readonly zoneId: string;
  readonly image: { id: string; name: string; diskId: string };
  readonly sizeGb: number;
}

async function insertServer(tx: Tx, scope: ProjectScope, server: NewServer): Promise<void> {
  const place = { accountId: scope.accountId, projectId: scope.project.id, regionId: scope.project.regionId };
  await tx.server.create({
    data: {
      ...place,
      id: server.id,
      name: server.name,
      flavorId: server.flavorId,
      zoneId: server.zoneId,
      imageId: server.image.id,
      imageName: server.image.name,
      volumes: { create: { ...place, id: randomUUID(), sizeGb: server.sizeGb, imageDiskId: server.image.diskId } },
    },
  });
}

/** One server keeps the name; several are numbered so that they sort: `web-001`, `web-002`. */
function nameOf(name: string, index: number, count: number): string {
  return count === 1 ? name : `${name.slice(0, 60)}-${String(index + 1).padStart(3, "0")}`;
}
