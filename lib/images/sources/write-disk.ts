import "server-only";
import { openSealed } from "@/lib/disk/crypt/open-sealed";
import { SealedStream } from "@/lib/disk/crypt/sealed-stream";
import type { SealingKey } from "@/lib/disk/crypt/segment-cipher";
import type { RandomAccess } from "@/lib/disk/model";
import { Handover } from "@/lib/disk/pipeline/handover";
import type { DiskManifest } from "@/lib/disk/zvhd2/manifest";
import type { ByteSink } from "@/lib/disk/zvhd2/writer";
import { type WrappedDataKey, wrapDataKey } from "@/lib/keys/wrap-data-key";
import { db } from "@/lib/platform/db/client";
import { actorOfJob, type JobRow, type JobRun } from "@/lib/platform/queue/job-run";
import { imageDiskKey, imageDiskPrefix, sealedDiskKey } from "@/lib/platform/storage/paths";
import { openStored } from "@/lib/platform/storage/random-access";
import type { Storage } from "@/lib/platform/storage/storage";
import { storageOf } from "@/lib/regions/storage-of";

export interface DiskPlace {
  readonly imageId: string;
  readonly storage: Storage;
  /** The key to encrypt under; null: the disk is kept plain. */
  readonly keyId: string | null;
  /** Which disk of a whole image, in the order in which they are written; 0 and left out: the system disk. */
  readonly position?: number;
}

/** What is known of a disk that was written, in the words of its row. */
export interface WrittenDisk {
  readonly manifest: DiskManifest;
  readonly storageKey: string;
  readonly sealed: (WrappedDataKey & { readonly sealedSha256: string }) | undefined;
  /** The file that was written, read back from the store. */
  open(): Promise<RandomAccess>;
}

/**
 * Stores the disk that `produce` writes as one object of the job, sealed where the image has a key. Nothing refers to it yet. A plain
 * disk has one name however often the job runs, as the same bytes come each time; a sealed one has a name for each attempt, since
 * every attempt seals under a data key of its own. Errors: those of `produce`, of the store and of `wrapDataKey`.
 */
export async function writeDisk(
  run: JobRun,
  { imageId, storage, keyId, position = 0 }: DiskPlace,
  produce: (sink: ByteSink) => Promise<DiskManifest>,
): Promise<WrittenDisk> {
  if (keyId === null) {
    const storageKey = imageDiskKey(imageId, run.job.id, position);
    const manifest = await handOver(run, produce, (source) => storage.put(storageKey, source, { signal: run.signal }));
    return { manifest, storageKey, sealed: undefined, open: () => openStored(storage, storageKey) };
  }
  if (position === 0) await removeDiskOf(run.job); // of earlier attempts: they are fenced off, and nothing can refer to what they wrote
  const by = actorOfJob(run.job);
  const { dataKey, wrapped } = await db().$transaction((tx) => wrapDataKey(tx, { keyId, sealedFor: imageId, by }));
  const sealing: SealingKey = { dataKey, boundTo: imageId };
  const storageKey = sealedDiskKey(imageId, run.job.id, `${run.job.attempt}-disk${position}`);
  let sealedSha256 = "";
  const manifest = await handOver(run, produce, async (source) => {
    const stream = new SealedStream(source, sealing);
    await storage.put(storageKey, stream, { signal: run.signal });
    sealedSha256 = stream.sha256;
  });
  const open = async () => openSealed(await openStored(storage, storageKey), sealing, { plainSizeBytes: manifest.objectSizeBytes });
  return { manifest, storageKey, sealed: { ...wrapped, sealedSha256 }, open };
}

/** Removes what ended or earlier runs of a job may have published, in every attempt. The image never referred to it. */
export async function removeDiskOf(job: JobRow): Promise<void> {
  if (job.imageId === null) return;
  const storage = storageOf(job.regionId);
  for await (const { key } of storage.list(imageDiskPrefix(job.imageId, job.id))) await storage.delete(key);
}

async function handOver(
  run: JobRun,
  produce: (sink: ByteSink) => Promise<DiskManifest>,
  store: (source: Handover) => Promise<unknown>,
): Promise<DiskManifest> {
  const handover = new Handover();
  try {
    const stored = store(handover);
    stored.catch((error: unknown) => handover.fail(error)); // a full store must stop the reader of the source
    const manifest = await produce(handover);
    handover.end();
    await stored;
    run.signal.throwIfAborted();
    return manifest;
  } catch (error) {
    handover.fail(error);
    throw error;
  }
}
