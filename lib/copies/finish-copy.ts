import "server-only";
import { randomUUID } from "node:crypto";
import { commitBackupCopy, dropBackupCopy, type StoredBackupCopy } from "@/lib/backups/content/store-backup-copy";
import { moveImage } from "@/lib/images/move-image";
import type { WrappedDataKey } from "@/lib/keys/wrap-data-key";
import type { Tx } from "@/lib/platform/db/client";
import type { AppError } from "@/lib/platform/errors";
import type { JobRow, JobRun } from "@/lib/platform/queue/job-run";
import { type DiskToCopy, idsOf, type OpenedCopy } from "./open-copy";
import { copyPayload } from "./schemas";
import { startWaitingCopies } from "./start-waiting-copies";

/** What an encrypted copy keeps of its data key, and the digest of its sealed object. */
export type Sealed = WrappedDataKey & { readonly sealedSha256: string };

export interface CopiedDisk extends DiskToCopy {
  readonly sealed?: Sealed;
}

/** Ends a copy whose disks have been read back: enters them and the backup that came along, makes the image Normal, lets the next one begin. */
export async function finishCopy(
  run: JobRun,
  copy: OpenedCopy,
  regionId: string,
  disks: readonly CopiedDisk[],
  backup?: StoredBackupCopy,
): Promise<void> {
  await run.succeed(async (tx) => {
    const [diskId] = await insertDisks(tx, copy.resultId, regionId, disks);
    const virtualSizeBytes = disks[0]?.disk.virtualSizeBytes;
    await moveImage(tx, { id: copy.resultId, status: "saving" }, { to: "active", data: { diskId, virtualSizeBytes } });
    if (backup !== undefined) await commitBackupCopy(tx, backup);
    await startWaitingCopies(tx, run.job.accountId);
  });
}

async function insertDisks(tx: Tx, imageId: string, regionId: string, disks: readonly CopiedDisk[]): Promise<string[]> {
  const ids: string[] = [];
  for (const { position, sizeGb, disk, targetKey, sealed } of disks) {
    const id = randomUUID();
    const { sizeBytes, virtualSizeBytes, objectSha256, contentDigest, blockDigests, format } = disk;
    const same = { sizeBytes, virtualSizeBytes, objectSha256, contentDigest, blockDigests, format };
    await tx.imageDisk.create({ data: { ...same, ...sealed, id, regionId, storageKey: targetKey } });
    if (position > 0) await tx.imageDataDisk.create({ data: { imageId, position, diskId: id, sizeGb } });
    ids.push(id);
  }
  return ids;
}

/** What failing or being cancelled does to a copy. */
export async function failCopy(tx: Tx, job: JobRow, error: AppError): Promise<void> {
  const image = await tx.image.findUnique({ where: { id: idsOf(job).resultId }, select: { id: true, status: true } });
  if (image?.status === "queued" || image?.status === "saving")
    await moveImage(tx, image, { to: "killed", failure: { code: error.code, detail: error.detail } });
  const { backup } = copyPayload.parse(job.payload);
  if (backup !== undefined) await dropBackupCopy(tx, backup.id);
  await startWaitingCopies(tx, job.accountId);
}
