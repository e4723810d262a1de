import "server-only";
import { z } from "zod";
import { imageSelect } from "@/lib/images/views";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { enqueueFollowUp } from "@/lib/platform/queue/enqueue";
import type { JobRow } from "@/lib/platform/queue/job-run";
import type { Task } from "@/lib/platform/queue/work";
import { followWithFill } from "@/lib/volumes/content/follow-with-fill";
import { makeVolumeFile } from "@/lib/volumes/content/make-volume-file";
import { removeVolumeFiles } from "@/lib/volumes/volume-files";
import { inheritedFrom } from "../inherited-from";

const status = z.enum(["stopped", "running"]);
const payloadSchema = z.object({
  serverId: z.uuid(),
  volumeId: z.uuid(),
  oldVolumeId: z.uuid(),
  imageId: z.uuid(),
  /** Status of the server afterwards, and of one whose system could not be replaced. */
  after: status,
  before: status,
});

/** Makes the new system disk beside the old one and puts it in its place in one step. A second run makes the file anew. */
export const reinstallServer: Task = {
  async run(run) {
    const { serverId, volumeId, oldVolumeId, imageId, after } = payloadSchema.parse(run.job.payload);
    const volume = await db().volume.findUnique({ where: { id: volumeId } });
    if (volume?.status !== "creating") throw new AppError("cancelled");
    await run.stage("prepareDisk");
    const { readyMs } = await makeVolumeFile(run, volume);
    await run.succeed(async (tx) => {
      const image = await tx.image.findUniqueOrThrow({ where: { id: imageId }, select: imageSelect });
      const { count } = await tx.server.updateMany({
        where: { id: serverId, status: "building" },
        data: {
          ...inheritedFrom(image, run.job.accountId),
          status: after,
          imageId,
          imageName: image.name,
          isoImageId: null,
          osInstalledAt: null,
          driversInstalledAt: null,
          faultyAt: null,
          faultNote: "",
          failureCode: null,
        },
      });
      if (count === 0) throw new AppError("cancelled");
      await tx.volume.update({
        where: { id: oldVolumeId },
        data: { status: "deleted", deletedAt: new Date(), serverId: null, device: null },
      });
      await tx.volume.update({ where: { id: volumeId }, data: { status: "lazy", readyMs, serverId, device: "vda" } });
      await enqueueFollowUp(tx, run.job, { kind: "removeVolumeData", payload: { volumeId: oldVolumeId }, targetName: run.job.targetName });
      await followWithFill(tx, run.job, [{ id: volumeId, status: "lazy", serverId }]);
    });
  },

  async ended(tx, job, error) {
    const { serverId, volumeId, oldVolumeId, before } = payloadSchema.parse(job.payload);
    await tx.volume.updateMany({ where: { id: volumeId, status: "creating" }, data: { status: "deleted", deletedAt: new Date() } });
    await tx.server.updateMany({ where: { id: serverId, status: "building" }, data: { status: before, failureCode: error.code } });
    const old = await tx.volume.findUnique({ where: { id: oldVolumeId }, select: { id: true, status: true, serverId: true } });
    if (old !== null) await followWithFill(tx, job, [old]);
  },

  cleanUp: removeNewDisk,
};

async function removeNewDisk(job: JobRow): Promise<void> {
  await removeVolumeFiles(job.regionId, payloadSchema.parse(job.payload).volumeId);
}
