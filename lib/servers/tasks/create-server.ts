import "server-only";
import { z } from "zod";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Task } from "@/lib/platform/queue/work";
import { followWithFill } from "@/lib/volumes/content/follow-with-fill";
import { makeVolumeFile } from "@/lib/volumes/content/make-volume-file";

const payloadSchema = z.object({ serverId: z.uuid(), start: z.boolean().default(false) });

/**
 * Makes a server's disks, each usable at once. A second run makes the files anew; nothing has read or written them before the
 * server is told to be there.
 */
export const createServer: Task = {
  async run(run) {
    const { serverId, start } = payloadSchema.parse(run.job.payload);
    const volumes = await db().volume.findMany({ where: { serverId, status: "creating" }, orderBy: { device: "asc" } });
    if (volumes.length === 0) throw new AppError("cancelled");
    await run.stage("prepareDisk");
    const made: { id: string; serverId: string; readyMs: number; status: "lazy" | "independent" }[] = [];
    for (const volume of volumes) {
      run.signal.throwIfAborted();
      const { readyMs } = await makeVolumeFile(run, volume);
      made.push({ id: volume.id, serverId, readyMs, status: volume.imageDiskId === null ? "independent" : "lazy" });
    }
    await run.succeed(async (tx) => {
      for (const { id, status, readyMs } of made)
        await tx.volume.updateMany({ where: { id, status: "creating" }, data: { status, readyMs } });
      const { count } = await tx.server.updateMany({
        where: { id: serverId, status: "building" },
        data: { status: start ? "running" : "stopped" },
      });
      if (count === 0) return; // deleted meanwhile: the server's removal takes the files away
      await followWithFill(tx, run.job, made);
    });
  },

  async ended(tx, job, error) {
    const { serverId } = payloadSchema.parse(job.payload);
    await tx.volume.updateMany({ where: { serverId, status: "creating" }, data: { status: "error", failureCode: error.code } });
    await tx.server.updateMany({ where: { id: serverId, status: "building" }, data: { status: "error", failureCode: error.code } });
  },
};
