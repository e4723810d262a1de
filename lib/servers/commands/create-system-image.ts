import "server-only";
import { assertSource } from "@/lib/images/sources/assert-source";
import { insertMadeImage } from "@/lib/images/sources/insert-made-image";
import { assertKeysUsable } from "@/lib/keys/assert-keys-usable";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { holdFills } from "@/lib/volumes/content/hold-fills";
import { imageLineage } from "../image-lineage";
import { lockServer } from "../lock-server";
import { createSystemImageInput } from "../schemas";
import { toServerView } from "../views";

/**
 * Makes a system disk image of a server, running or not (PRI-01, PRI-02, PRI-04); of the temporary server of an ISO image, the last of its
 * four steps (PRI-09). What the disk held at the moment the job begins is what the image holds. Errors: the refusals of the rules for
 * `systemFromServer`, `imageQuotaExceeded`, `createTaskLimitExceeded`, `keyUnavailable`.
 */
export const createSystemImage = command({
  trace: "createImage",
  resourceType: "image",
  permission: "ims:serverImages:create",
  input: createSystemImageInput,
  resource: (tx, { serverId }, scope) => lockServer(tx, serverId, scope),
  constraints: { image_quota: "imageQuotaExceeded" },
  async run({ tx, actor, scope: anywhere, input, resource, note }) {
    const scope = inProject(anywhere);
    const server = toServerView(resource);
    const volume = server.volumes.find(({ bootable }) => bootable);
    if (volume === undefined) throw new AppError("internal", { reason: "noSystemDisk" });
    assertSource("systemFromServer", { server, volume });
    await assertKeysUsable(tx, [volume]);
    const { serverId, ...fields } = input;
    const { lineage } = await imageLineage(tx, serverId);
    const kept = { encrypted: volume.encrypted, keyId: volume.keyId, minDiskGb: volume.sizeGb };
    const source = {
      kind: "system" as const,
      sourceKind: "server",
      sourceName: server.name,
      sourceVolumeId: volume.id,
      ...lineage,
      ...kept,
    };
    const imageId = await insertMadeImage(tx, scope, { fields, source });
    await holdFills(tx, [volume.id]);
    const jobId = await enqueue(tx, actor, scope, {
      kind: "createImageFromVolume",
      payload: { imageId, volumeId: volume.id },
      targetName: input.name,
      imageId,
      serverId,
      volumeId: volume.id,
    });
    note({ resourceId: imageId, resourceName: input.name, server: server.name, jobId });
    return { imageId, jobId };
  },
});
