import "server-only";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { assertVolume } from "../assert-volume";
import { lockVolume } from "../lock-volume";
import { volumeIdInput } from "../schemas";

/** Deletes a disk that no server has, with what it holds. Errors: `volumeInUse`, `volumeStateInvalid`, `notFound`. */
export const deleteVolume = command({
  trace: "deleteVolume",
  resourceType: "volume",
  permission: "evs:volumes:delete",
  input: volumeIdInput,
  resource: (tx, { volumeId }, scope) => lockVolume(tx, volumeId, scope),
  async run({ tx, actor, scope, resource: volume }) {
    assertVolume("delete", volume);
    const deletedAt = new Date();
    await tx.job.updateMany({
      where: { volumeId: volume.id, status: { in: ["queued", "running"] } },
      data: { cancelRequestedAt: deletedAt },
    });
    await tx.volume.update({ where: { id: volume.id }, data: { status: "deleted", deletedAt } });
    await enqueue(tx, actor, inProject(scope), { kind: "removeVolumeData", payload: { volumeId: volume.id }, targetName: volume.name });
  },
});
