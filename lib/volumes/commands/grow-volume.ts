import "server-only";
import { assertKeysUsable } from "@/lib/keys/assert-keys-usable";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { assertServer } from "@/lib/servers/assert-server";
import { SYSTEM_DISK_MAX_GB } from "@/lib/servers/constraints";
import { lockServer } from "@/lib/servers/lock-server";
import { assertVolume } from "../assert-volume";
import { VOLUME_MAX_GB } from "../constraints";
import { holdFills } from "../content/hold-fills";
import { lockVolume } from "../lock-volume";
import { growVolumeInput } from "../schemas";

/** Makes a disk larger; it never shrinks. Errors: `volumeSizeOutOfRange`, `taskInProgress`, `bmsLocalDisk`, `keyUnavailable`, those of disk and server. */
export const growVolume = command({
  trace: "extendVolume",
  resourceType: "volume",
  permission: "evs:volumes:extend",
  input: growVolumeInput,
  resource: (tx, { volumeId }, scope) => lockVolume(tx, volumeId, scope),
  async run({ tx, actor, scope, input, resource: volume, note }) {
    assertVolume("grow", volume);
    if (volume.serverId !== null) assertServer("detach", await lockServer(tx, volume.serverId, scope));
    await assertKeysUsable(tx, [volume]);
    const max = volume.bootable ? SYSTEM_DISK_MAX_GB : VOLUME_MAX_GB;
    if (input.sizeGb <= volume.sizeGb || input.sizeGb > max) throw new AppError("volumeSizeOutOfRange", { min: volume.sizeGb + 1, max });
    const growing = await tx.job.count({ where: { volumeId: volume.id, kind: "growVolume", status: { in: ["queued", "running"] } } });
    if (growing > 0) throw new AppError("taskInProgress", { job: "growVolume" });
    await holdFills(tx, [volume.id]);
    const jobId = await enqueue(tx, actor, inProject(scope), {
      kind: "growVolume",
      payload: { volumeId: volume.id, sizeGb: input.sizeGb },
      targetName: volume.name,
      volumeId: volume.id,
      ...(volume.serverId === null ? {} : { serverId: volume.serverId }),
    });
    note({ before: volume.sizeGb, after: input.sizeGb, jobId });
    return { jobId };
  },
});
