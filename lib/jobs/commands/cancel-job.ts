import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { deliverHeld } from "@/lib/platform/queue/enqueue";
import { jobsOf } from "../jobs-of";
import { isCancellable } from "../model";
import { jobIdInput } from "../schemas";
import { jobSelect, toJobView } from "../views";

/** Asks a running job to stop; the worker undoes what it began and ends it as cancelled. Errors: `conflict` when it is too late. */
export const cancelJob = command({
  trace: "cancelJob",
  resourceType: "job",
  permission: "ims:jobs:update",
  input: jobIdInput,
  resource: async (tx, { jobId }, scope) => {
    await tx.$queryRaw`SELECT 1 FROM "Job" WHERE "id" = ${jobId}::uuid FOR UPDATE`;
    const job = await tx.job.findFirst({
      where: { AND: [{ id: jobId }, jobsOf(inProject(scope))] },
      select: { ...jobSelect, accountId: true, projectId: true },
    });
    if (job === null) throw new AppError("notFound", { id: jobId });
    return { ...job, name: job.targetName };
  },
  async run({ tx, resource: job }) {
    if (!isCancellable(toJobView(job))) throw new AppError("conflict", { reason: "notCancellable" });
    await tx.job.update({ where: { id: job.id }, data: { cancelRequestedAt: new Date() } });
    // What waits for its turn is ended by a worker like any other: at its first stage.
    await deliverHeld(tx, job.id);
  },
});
