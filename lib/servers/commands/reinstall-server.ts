import "server-only";
import { assertAllowed } from "@/lib/images/assert-allowed";
import { lockUsableImage } from "@/lib/images/lock-image";
import { toImageView } from "@/lib/images/views";
import { assertKeysUsable } from "@/lib/keys/assert-keys-usable";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { holdFills } from "@/lib/volumes/content/hold-fills";
import { volumeRow } from "@/lib/volumes/volume-row";
import { assertServer } from "../assert-server";
import { findFlavor } from "../flavors";
import { lockServer } from "../lock-server";
import { moveServer } from "../move-server";
import { planDisks } from "../plan-disks";
import { reinstallServerInput } from "../schemas";

/**
 * Replaces a server's system disk by a new one of its image, or of another (USE-04, USE-10). Its data disks stay, and so does its old
 * system disk until the new one is there. Errors: `serverFrozen`, `serverStateInvalid`, `taskInProgress`, the refusals of the rules for
 * `reinstall`, `notFound` when the image is gone.
 */
export const reinstallServer = command({
  trace: "reinstallServer",
  resourceType: "server",
  permission: "ecs:servers:reinstall",
  input: reinstallServerInput,
  resource: (tx, { serverId }, scope) => lockServer(tx, serverId, scope),
  async run({ tx, actor, scope: anywhere, input, resource: server, note }) {
    const scope = inProject(anywhere);
    assertServer("reinstall", server);
    const imageId = input.imageId ?? server.imageId;
    if (imageId === null) throw new AppError("notFound", { image: server.imageName });
    const image = await lockUsableImage(tx, imageId, scope);
    const flavor = findFlavor(server.flavorId);
    if (flavor === undefined) throw new AppError("internal", { reason: "flavor", flavor: server.flavorId });
    assertAllowed("reinstall", toImageView(image, scope.accountId), { server: flavor, regionId: scope.project.regionId });
    const old = server.volumes.find(({ bootable }) => bootable);
    if (old === undefined) throw new AppError("internal", { reason: "noSystemDisk" });
    const [disk] = await planDisks(
      tx,
      { actor, scope },
      {
        image,
        flavor,
        systemDiskGb: Math.max(old.sizeGb, image.minDiskGb),
        systemDiskType: old.type,
        dataDisks: [],
      },
    );
    if (disk === undefined) throw new AppError("internal", { reason: "noSystemDisk" });
    const place = { accountId: scope.accountId, projectId: scope.project.id, regionId: scope.project.regionId, zoneId: server.zoneId };
    // A disk that was encrypted stays so, also under a system that is not: its old backups come back onto it.
    const encryption = disk.encrypted === true ? {} : { encrypted: old.encrypted, keyId: old.keyId };
    await assertKeysUsable(tx, [{ keyId: disk.keyId ?? old.keyId }]);
    const volume = volumeRow(place, { ...disk, ...encryption, device: null }, { name: old.name });
    await tx.volume.create({ data: volume });
    await holdFills(tx, [old.id]);
    await moveServer(tx, server, { to: "building" });
    const after = input.start ? "running" : server.status;
    const jobId = await enqueue(tx, actor, scope, {
      kind: "reinstallServer",
      payload: { serverId: server.id, volumeId: volume.id, oldVolumeId: old.id, imageId, after, before: server.status },
      targetName: server.name,
      serverId: server.id,
      volumeId: volume.id,
    });
    note({ image: image.name, jobId });
    return { jobId };
  },
});
