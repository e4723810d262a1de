import "server-only";
import { assertSource } from "@/lib/images/sources/assert-source";
import { insertMadeImage } from "@/lib/images/sources/insert-made-image";
import { assertKeysUsable } from "@/lib/keys/assert-keys-usable";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { holdFills } from "@/lib/volumes/content/hold-fills";
import { lockVolume } from "@/lib/volumes/lock-volume";
import { toVolumeView } from "@/lib/volumes/views";
import { imageLineage } from "../image-lineage";
import { lockServer } from "../lock-server";
import { createDataImagesInput } from "../schemas";
import { toServerView } from "../views";

/**
 * Makes data disk images of one or several data disks of a server, one of each (PRI-12). Errors: the refusals of the rules for
 * `dataFromVolume`, `invalidArgument` for disks of different servers or a disk named twice, `volumeNotAttached`, `imageQuotaExceeded`,
 * `createTaskLimitExceeded`, `keyUnavailable`; then none is made.
 */
export const createDataImages = command({
  trace: "createImage",
  resourceType: "image",
  permission: "ims:dataImages:create",
  input: createDataImagesInput,
  resource: (tx, { disks }, scope) => lockServerOf(tx, disks[0]?.volumeId ?? "", scope),
  constraints: { image_quota: "imageQuotaExceeded" },
  async run({ tx, actor, scope: anywhere, input, resource, note }) {
    const scope = inProject(anywhere);
    const server = toServerView(resource);
    const { disks, ...common } = input;
    if (new Set(disks.map(({ volumeId }) => volumeId)).size < disks.length)
      throw new AppError("invalidArgument", { field: "disks", reason: "twice" });
    const { lineage } = await imageLineage(tx, server.id);
    const images = [];
    for (const { volumeId, name } of disks) {
      const volume = toVolumeView(await lockVolume(tx, volumeId, scope));
      if (volume.serverId !== server.id) throw new AppError("invalidArgument", { field: "disks", reason: "otherServer" });
      assertSource("dataFromVolume", { server, volume });
      await assertKeysUsable(tx, [volume]);
      const kept = { encrypted: volume.encrypted, keyId: volume.keyId, minDiskGb: volume.sizeGb };
      const source = {
        kind: "data" as const,
        sourceKind: "server",
        sourceName: server.name,
        sourceVolumeId: volumeId,
        ...lineage,
        ...kept,
      };
      images.push({ imageId: await insertMadeImage(tx, scope, { fields: { ...common, name }, source }), volumeId, name });
    }
    await holdFills(
      tx,
      disks.map(({ volumeId }) => volumeId),
    );
    for (const { imageId, volumeId, name } of images)
      await enqueue(tx, actor, scope, {
        kind: "createImageFromVolume",
        payload: { imageId, volumeId },
        targetName: name,
        imageId,
        serverId: server.id,
        volumeId,
      });
    note({ resourceId: images[0]?.imageId ?? "", resourceName: images[0]?.name ?? "", server: server.name, count: images.length });
    return { imageIds: images.map(({ imageId }) => imageId) };
  },
});

async function lockServerOf(tx: Tx, volumeId: string, scope: Scope) {
  const { serverId } = await lockVolume(tx, volumeId, scope);
  if (serverId === null) throw new AppError("volumeNotAttached", {});
  return lockServer(tx, serverId, scope);
}
