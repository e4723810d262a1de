import "server-only";
import { createHash } from "node:crypto";
import path from "node:path";
import type { DiskProgress } from "@/lib/disk/model";
import { exportFile, exportStream } from "@/lib/disk/pipeline/export-disk";
import { isOwnTarget } from "@/lib/disk/pipeline/write-disk";
import { manifestOf } from "@/lib/images/manifest-of";
import { openDisk } from "@/lib/images/open-disk";
import { db, type Prisma, type Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { enqueueFollowUp } from "@/lib/platform/queue/enqueue";
import { actorOfJob, type JobRow, type JobRun } from "@/lib/platform/queue/job-run";
import type { Task } from "@/lib/platform/queue/work";
import { digestObject } from "@/lib/platform/storage/digest-object";
import { bucketObjectKey } from "@/lib/platform/storage/paths";
import { putProven } from "@/lib/platform/storage/read-back";
import { storageOf } from "@/lib/regions/storage-of";
import { exportFolder, removeExportFolder } from "../export-folder";
import { QUICK_FORMAT } from "../model";
import { type ExportPayload, exportPayload } from "../schemas";

type DiskRow = Prisma.ImageDiskGetPayload<Record<string, never>>;

/** What stands in the store. */
interface Written {
  readonly key: string;
  readonly sizeBytes: number;
  /** SHA-256 of what was sent; a file that the store took over was not sent. */
  readonly sent?: string;
  /** SHA-256 of what was found when it was read back, if it was, and is what was sent. */
  readonly found?: string;
}

/** Where each stage ends. Unit: percent of the whole job. */
const PERCENT = { export: 80, verify: 97 } as const;

/**
 * Writes an image to a bucket. The object's row is entered when its bytes have been read back, so it is never seen in parts. Safe to
 * run twice: the job names the key, a second run writes it again.
 */
export const exportImage: Task = {
  async run(run) {
    await run.stage("prepare");
    const payload = exportPayload.parse(run.job.payload);
    const disk = await sourceOf(run.job);
    if ((await db().bucket.count({ where: { id: payload.bucketId } })) === 0) throw new AppError("notFound", { id: payload.bucketId });
    await run.stage("export", { totalBytes: Number(disk.sizeBytes) });
    const written = await (isStored(disk, payload) ? copyStored : convert)(run, disk, payload);
    await run.stage("verify", { percent: PERCENT.export, totalBytes: written.sizeBytes });
    const sha256 = await readBack(run, written);
    await run.stage("register", { percent: PERCENT.verify });
    await run.succeed((tx) => enter(tx, run.job, payload, { ...written, sha256 }));
    await removeExportFolder(run.job.id);
  },

  async ended() {
    // The image stays as it was, and nothing refers to what was written.
  },

  async cleanUp(job) {
    const { bucketId, resultObjectId } = exportPayload.parse(job.payload);
    await removeExportFolder(job.id);
    await storageOf(job.regionId).delete(bucketObjectKey(bucketId, resultObjectId));
  },
};

async function sourceOf(job: JobRow): Promise<DiskRow> {
  const image = await db().image.findFirst({ where: { id: job.imageId ?? "", status: "active" }, select: { disk: true } });
  if (image?.disk === undefined || image.disk === null) throw new AppError("notFound", { id: job.imageId ?? "" });
  return image.disk;
}

/** Whether what is asked for is the very object that is stored, as in every quick export. */
function isStored({ keyId }: DiskRow, { format }: ExportPayload): boolean {
  return format === QUICK_FORMAT && keyId === null;
}

/** The store copies the stored disk, and no byte passes through here. */
async function copyStored(run: JobRun, disk: DiskRow, { bucketId, resultObjectId }: ExportPayload): Promise<Written> {
  const key = bucketObjectKey(bucketId, resultObjectId);
  const { sizeBytes } = await storageOf(run.job.regionId).copy(disk.storageKey, key);
  return { key, sizeBytes, sent: disk.objectSha256 };
}

async function convert(run: JobRun, disk: DiskRow, { bucketId, resultObjectId, format }: ExportPayload): Promise<Written> {
  const { signal, job } = run;
  const key = bucketObjectKey(bucketId, resultObjectId);
  const options = {
    source: await openDisk(disk, actorOfJob(job)),
    manifest: manifestOf(disk),
    identity: { uuid: createHash("sha256").update(job.id).digest().subarray(0, 16), createdAt: job.createdAt },
    signal,
    onProgress: ({ doneBytes, totalBytes }: DiskProgress) =>
      run.progress({ doneBytes, totalBytes, percent: totalBytes === 0 ? PERCENT.export : (PERCENT.export * doneBytes) / totalBytes }),
  };
  const storage = storageOf(job.regionId);
  if (isOwnTarget(format)) {
    const { sizeBytes, sha256 } = await putProven({ storage, key, source: exportStream({ ...options, format }), signal });
    return { key, sizeBytes, found: sha256 };
  }
  const file = path.join(await exportFolder(job.id), "disk");
  await exportFile({ ...options, format }, file);
  const { sizeBytes } = await storage.adopt(key, file);
  return { key, sizeBytes };
}

/**
 * Reads the stored file once, if that has not been done, compares it with what was sent and answers its SHA-256.
 * Errors: `digestMismatch`, also for a stored disk that is no longer what it was.
 */
async function readBack(run: JobRun, { key, sent, found }: Written): Promise<string> {
  if (found !== undefined) return found;
  const sha256 = await digestObject(await storageOf(run.job.regionId).open(key), {
    signal: run.signal,
    onProgress: ({ doneBytes, totalBytes }) =>
      run.progress({ doneBytes, totalBytes, percent: PERCENT.export + ((PERCENT.verify - PERCENT.export) * doneBytes) / totalBytes }),
  });
  if (sent !== undefined && sent !== sha256) throw new AppError("digestMismatch", { construct: "object" });
  return sha256;
}

/** Makes the file an object of its bucket, and has the worker look inside like into any other. Errors: `notFound`, `nameTaken`. */
async function enter(
  tx: Tx,
  job: JobRow,
  { bucketId, resultObjectId, objectName }: ExportPayload,
  { key: storageKey, sizeBytes, sha256 }: { readonly key: string; readonly sizeBytes: number; readonly sha256: string },
): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Bucket" WHERE "id" = ${bucketId}::uuid FOR UPDATE`;
  if ((await tx.bucket.count({ where: { id: bucketId } })) === 0) throw new AppError("notFound", { id: bucketId });
  if ((await tx.bucketObject.count({ where: { bucketId, name: objectName } })) > 0) throw new AppError("nameTaken", { name: objectName });
  await tx.bucketObject.create({ data: { id: resultObjectId, bucketId, name: objectName, sizeBytes, sha256, storageKey } });
  await enqueueFollowUp(tx, job, { kind: "inspectObject", payload: { objectId: resultObjectId }, targetName: objectName });
}
