import "server-only";
import { assertCovered } from "@/lib/images/covers-image";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueueMany } from "@/lib/platform/queue/enqueue";
import { findRegion } from "@/lib/regions/configuration";
import { assertServer } from "@/lib/servers/assert-server";
import { lockServer } from "@/lib/servers/lock-server";
import { askedEncryption } from "../asked-encryption";
import { dataImageContent } from "../data-image-content";
import { deviceNames } from "../device-names";
import { createVolumesInput } from "../schemas";
import { volumeRow } from "../volume-row";

/**
 * Makes disks, empty or of data disk images (USE-03), on their own or for a server. Errors: `dataImageAlreadySelected` for an image chosen
 * twice (LIM-12), `dataDiskSmallerThanFile`, `zoneMismatch`, `tooManyDisks`, those of `holdKey` for encrypted ones (SEC-03), those of the
 * server and of the rules for `createVolume`.
 */
export const createVolumes = command({
  trace: "createVolume",
  resourceType: "volume",
  permission: "evs:volumes:create",
  input: createVolumesInput,
  async run({ tx, actor, scope: anywhere, input, note }) {
    const scope = inProject(anywhere);
    const { regionId } = scope.project;
    const devices = input.serverId === undefined ? [] : await freeDevices(tx, scope, { ...input, serverId: input.serverId });
    if (!findRegion(regionId)?.zones.some(({ id }) => id === input.zoneId))
      throw new AppError("invalidArgument", { field: "zoneId", reason: input.zoneId });
    if (input.volumes.some(({ imageId }) => imageId === undefined)) assertCovered(scope, null);
    const contents = await dataImageContent(tx, scope, input.volumes);
    const place = { accountId: scope.accountId, projectId: scope.project.id, regionId, zoneId: input.zoneId };
    const rows: ReturnType<typeof volumeRow>[] = [];
    for (const [index, { name, sizeGb, type, ...asked }] of input.volumes.entries()) {
      const encryption = await askedEncryption(tx, actor, asked);
      const disk = { sizeGb, type, bootable: false, local: false, device: devices[index] ?? null, ...encryption, ...contents[index] };
      rows.push(volumeRow(place, disk, { name, ...(input.serverId === undefined ? {} : { serverId: input.serverId }) }));
    }
    await tx.volume.createMany({ data: rows });
    const jobs = rows.map(({ id, name = "" }) => ({
      kind: "createVolume",
      payload: { volumeId: id },
      targetName: name,
      volumeId: id,
      ...(input.serverId === undefined ? {} : { serverId: input.serverId }),
    }));
    await enqueueMany(tx, actor, scope, jobs);
    note({ resourceId: rows[0]?.id ?? "", resourceName: rows[0]?.name ?? "", count: rows.length });
    return { volumeIds: rows.map(({ id }) => id) };
  },
});

async function freeDevices(tx: Tx, scope: ProjectScope, input: { serverId: string; zoneId: string; volumes: readonly unknown[] }) {
  const server = await lockServer(tx, input.serverId, scope);
  assertServer("attach", server);
  if (server.zoneId !== input.zoneId) throw new AppError("zoneMismatch", { server: server.zoneId, volume: input.zoneId });
  return deviceNames(
    server.volumes.map(({ device }) => device),
    input.volumes.length,
  );
}
