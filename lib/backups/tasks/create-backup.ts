import "server-only";
import { z } from "zod";
import type { Task } from "@/lib/platform/queue/work";
import { cleanUpBackup, commitBackup, failBackup, takeBackup } from "../content/take-backup";

const payloadSchema = z.object({ backupId: z.uuid() });

/** Backs up a server: see `takeBackup`. */
export const createBackup: Task = {
  async run(run) {
    const { backupId } = payloadSchema.parse(run.job.payload);
    const taken = await takeBackup(run, backupId, 98);
    await run.stage("register", { percent: 98 });
    await run.succeed((tx) => commitBackup(tx, run.job, taken));
  },

  async ended(tx, job, error) {
    await failBackup(tx, job, payloadSchema.parse(job.payload).backupId, error);
  },

  cleanUp: (job) => cleanUpBackup(job, payloadSchema.parse(job.payload).backupId),
};
