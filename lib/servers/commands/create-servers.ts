import "server-only";
import { randomUUID } from "node:crypto";
import { assertAllowed } from "@/lib/images/assert-allowed";
import { lockUsableImage } from "@/lib/images/lock-image";
import type { ImageRow } from "@/lib/images/views";
import { toImageView } from "@/lib/images/views";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueueMany } from "@/lib/platform/queue/enqueue";
import { findRegion } from "@/lib/regions/configuration";
import { type NewDisk, volumeRow } from "@/lib/volumes/volume-row";
import { findFlavor } from "../flavors";
import { inheritedFrom } from "../inherited-from";
import { type Flavor, planBatch } from "../model";
import { planDisks } from "../plan-disks";
import { createServersInput } from "../schemas";

/**
 * Applies for servers from an image (USE-01): as many as asked, each with disks that are usable in well under a second and fill
 * themselves from the image afterwards. Every server is a job of its own, so one that fails leaves the others alone. An ISO image makes
 * one temporary server with an empty system disk (PRI-09). Errors: the refusals of the rules for `createServer`, those of `planDisks`.
 */
export const createServers = command({
  trace: "createServer",
  resourceType: "server",
  permission: "ecs:servers:create",
  input: createServersInput,
  async run({ tx, actor, scope: anywhere, input, note }) {
    const scope = inProject(anywhere);
    const image = await lockUsableImage(tx, input.imageId, scope);
    const flavor = findFlavor(input.flavorId);
    if (flavor === undefined) throw new AppError("invalidArgument", { field: "flavorId", reason: input.flavorId });
    const zones = zonesOf(scope.project.regionId, input.zoneId);
    assertAllowed("createServer", toImageView(image, scope.accountId), { flavor, regionId: scope.project.regionId });
    if (image.kind === "iso" && input.count > 1) throw new AppError("invalidArgument", { field: "count", reason: "iso" });
    const { systemDiskGb, systemDiskType, dataDisks } = input;
    const disks = await planDisks(tx, { actor, scope }, { image, flavor, systemDiskGb, systemDiskType, dataDisks });
    const servers = planBatch(input, zones).map((planned) => ({ id: randomUUID(), ...planned }));
    await insertServers(tx, scope, { servers, flavor, image, disks });
    const jobs = servers.map(({ id, name }) => ({
      kind: "createServer",
      payload: { serverId: id, start: input.start },
      targetName: name,
      serverId: id,
    }));
    await enqueueMany(tx, actor, scope, jobs);
    note({ resourceId: servers[0]?.id ?? "", resourceName: input.name, image: image.name, count: input.count, flavor: input.flavorId });
    return { serverIds: servers.map((server) => server.id) };
  },
});

/** The zones of the region. Errors: `invalidArgument` where the one asked for is in another region. */
function zonesOf(regionId: string, zoneId: string): string[] {
  const zones = (findRegion(regionId)?.zones ?? []).map(({ id }) => id);
  if (!zones.includes(zoneId)) throw new AppError("invalidArgument", { field: "zoneId", reason: zoneId });
  return zones;
}

interface NewServers {
  readonly servers: readonly { readonly id: string; readonly name: string; readonly zoneId: string }[];
  readonly flavor: Flavor;
  readonly image: ImageRow;
  readonly disks: readonly NewDisk[];
}

async function insertServers(tx: Tx, scope: ProjectScope, { servers, flavor, image, disks }: NewServers): Promise<void> {
  const place = { accountId: scope.accountId, projectId: scope.project.id, regionId: scope.project.regionId };
  const common = {
    ...place,
    ...inheritedFrom(image, scope.accountId),
    kind: flavor.kind,
    flavorId: flavor.id,
    architecture: flavor.architecture,
    imageId: image.id,
    imageName: image.name,
    isoImageId: image.kind === "iso" ? image.id : null,
  };
  await tx.server.createMany({ data: servers.map((server) => ({ ...common, ...server })) });
  const volumes = servers.flatMap(({ id, name, zoneId }) =>
    disks.map((disk) =>
      volumeRow({ ...place, zoneId }, disk, { name: disk.bootable ? name : `${name}-${disk.device}`.slice(0, 64), serverId: id }),
    ),
  );
  await tx.volume.createMany({ data: volumes });
}
