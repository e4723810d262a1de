import "server-only";
import { z } from "zod";
import type { Damage } from "@/lib/disk/pipeline/find-damage";
import { db, Prisma, type Tx } from "@/lib/platform/db/client";
import { AppError, type ErrorDetail } from "@/lib/platform/errors";
import { writeTrace } from "@/lib/platform/operation/audit";
import { actorOfJob, type JobRun } from "@/lib/platform/queue/job-run";
import type { Task } from "@/lib/platform/queue/work";
import { noteDamage } from "../scrub/note-damage";
import { type ScrubResult, type ScrubRow, scrubDisk, scrubSelect } from "../scrub/scrub-disk";

const payloadSchema = z.object({ imageId: z.uuid() });

/**
 * Reads back every disk of an image and compares it with its digests. Changes nothing but damaged copies that it replaces by sound ones,
 * so it may run at any time, any number of times. A disk without a sound copy ends the job as failed, with the blocks; the image shows it.
 */
export const scrubImage: Task = {
  async run(run) {
    const { imageId } = payloadSchema.parse(run.job.payload);
    const image = await db().image.findUnique({
      where: { id: imageId },
      select: { status: true, disk: { select: scrubSelect }, dataDisks: { select: { disk: { select: scrubSelect } } } },
    });
    const disks =
      image?.status === "active" ? [image.disk, ...image.dataDisks.map(({ disk }) => disk)].filter((disk) => disk !== null) : [];
    if (disks.length === 0) throw new AppError("cancelled");
    await run.stage("scrub");
    const results: [ScrubRow, ScrubResult][] = [];
    for (const [index, disk] of disks.entries()) results.push([disk, await scrubDisk(disk, watch(run, index, disks.length))]);
    const broken = results.find(([, { damage }]) => damage !== undefined)?.[1].damage;
    if (broken === undefined) await run.succeed((tx) => settle(tx, run, results));
    else await run.fail("digestMismatch", { construct: broken.construct, ...blockDetail(broken) }, (tx) => settle(tx, run, results));
  },

  async ended() {
    // What was read is as it was; the next round of the schedule asks again.
  },
};

function watch(run: JobRun, index: number, count: number) {
  return {
    by: actorOfJob(run.job),
    signal: run.signal,
    onProgress: ({ doneBytes, totalBytes }: { doneBytes: number; totalBytes: number }) =>
      run.progress({ doneBytes, totalBytes, percent: totalBytes === 0 ? 0 : (100 * (index + doneBytes / totalBytes)) / count }),
  };
}

function blockDetail({ blocks, blockCount }: Damage): ErrorDetail {
  return blockCount === 0 ? {} : { blockCount, found: `${blocks.slice(0, 8).join(", ")}${blockCount > 8 ? " …" : ""}` };
}

async function settle(tx: Tx, run: JobRun, results: readonly [ScrubRow, ScrubResult][]): Promise<void> {
  for (const [disk, { copies, repaired, damage }] of results) {
    await tx.imageDisk.updateMany({ where: { id: disk.id }, data: { scrubbedAt: new Date(), damage: Prisma.DbNull } });
    if (damage !== undefined) await noteDamage(tx, disk.id, damage);
    await writeTrace(tx, {
      actor: actorOfJob(run.job),
      trace: "scrubDisk",
      resourceType: "image",
      resourceId: run.job.imageId ?? disk.id,
      resourceName: run.job.targetName,
      ...(damage === undefined ? { outcome: "done" } : { outcome: "failed", code: "digestMismatch" }),
      detail: { diskId: disk.id, copies, repaired, ...(damage && { construct: damage.construct, ...blockDetail(damage) }) },
    });
  }
}
