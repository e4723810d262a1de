import "server-only";
import { type BackupToCopy, insertBackupCopy } from "@/lib/backups/insert-backup-copy";
import { lockImage } from "@/lib/images/lock-image";
import { moveImage } from "@/lib/images/move-image";
import { type ImageRow, toImageView } from "@/lib/images/views";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor, Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { admitCopy } from "../admit-copy";
import { findTarget } from "../find-target";
import { idsOf } from "../open-copy";
import { type CopyPayload, copyPayload, retryCopyInput } from "../schemas";

/**
 * Tries a copy again that failed or was cancelled, with what it was asked for; what had arrived in another region is not sent again.
 * Errors: `conflict` when it has not ended that way or its image is gone, the refusals of the rules as for a new copy.
 */
export const retryCopy = command({
  trace: "copyImage",
  resourceType: "image",
  permission: "ims:images:copyInRegion",
  input: retryCopyInput,
  resource: async (tx, { jobId }, scope) => lockImage(tx, idsOf(await endedJob(tx, jobId, scope)).sourceId, scope),
  constraints: { job_copy_across_once: "copyAlreadyRunning", "unique(imageId)": "copyAlreadyRunning" },
  async run({ tx, actor, scope: anywhere, input, resource: row, note }) {
    const scope = inProject(anywhere);
    const job = await endedJob(tx, input.jobId, scope);
    const { resultId } = idsOf(job);
    const { backup: ended, ...payload } = copyPayload.parse(job.payload);
    await tx.$queryRaw`SELECT 1 FROM "Image" WHERE "id" = ${resultId}::uuid FOR UPDATE`;
    const result = await tx.image.findUnique({ where: { id: resultId }, select: { id: true, status: true } });
    if (result?.status !== "killed") throw new AppError("conflict", { reason: "notFailed" });
    const { held } = await admitCopy(tx, {
      image: toImageView(row, scope.accountId),
      accountId: scope.accountId,
      targetRegionId: payload.targetRegionId ?? scope.project.regionId,
      waitTurn: input.waitTurn,
      // Decided when it was first asked for; an encrypted source has kept its key since.
      ...(job.kind === "copyImage" ? { keyId: null } : {}),
    });
    const backup = ended === undefined ? undefined : await backupAgain(tx, actor, payload, row, ended);
    await moveImage(tx, result, { to: "queued", data: { sourceBackupId: backup?.id ?? null } });
    const jobId = await enqueue(tx, actor, scope, {
      kind: job.kind,
      payload: { ...payload, ...(backup === undefined ? {} : { backup: { ...backup } }) },
      ...(backup === undefined ? {} : { backupId: backup.id }),
      targetName: job.targetName,
      imageId: row.id,
      resultImageId: resultId,
      held,
    });
    note({ retry: true, copy: resultId, waits: held, jobId });
    return { jobId, waits: held };
  },
});

/** The row of the backup that goes along, once more: the first one ended with the job. */
async function backupAgain(tx: Tx, actor: Actor, ...[payload, source, ended]: [CopyPayload, ImageRow, BackupToCopy]) {
  const { agencyId = "", targetRegionId = "" } = payload;
  const there = await findTarget(tx, actor, { agencyId, targetRegionId, source });
  return insertBackupCopy(tx, there, { sourceBackupId: ended.sourceId, vaultId: ended.vaultId });
}

async function endedJob(tx: Tx, jobId: string, scope: Scope) {
  const { id: projectId } = inProject(scope).project;
  const job = await tx.job.findFirst({
    where: { id: jobId, accountId: scope.accountId, projectId, kind: { in: ["copyImage", "copyImageAcross"] } },
  });
  if (job === null) throw new AppError("notFound", { id: jobId });
  if (job.status !== "failed" && job.status !== "cancelled") throw new AppError("conflict", { reason: "notFailed" });
  return job;
}
