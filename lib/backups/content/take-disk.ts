import "server-only";
import { createHash, randomUUID, webcrypto } from "node:crypto";
import { SealedStream } from "@/lib/disk/crypt/sealed-stream";
import { openNbd } from "@/lib/disk/nbd/client";
import { mapInOrder } from "@/lib/disk/parallel/in-order";
import { blocksWithData } from "@/lib/disk/pipeline/data-blocks";
import { Handover } from "@/lib/disk/pipeline/handover";
import { importBlocks, type SourceBlock } from "@/lib/disk/pipeline/import-disk";
import { BLOCK_BYTES, blockCountOf } from "@/lib/disk/zvhd2/layout";
import { type WrappedDataKey, wrapDataKey } from "@/lib/keys/wrap-data-key";
import { db, type Prisma } from "@/lib/platform/db/client";
import { actorOfJob, type JobRun } from "@/lib/platform/queue/job-run";
import { backupDeltaKey } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";
import { blockMap, type MappedBlock } from "../block-map";

export interface DiskToTake {
  readonly backupId: string;
  readonly regionId: string;
  readonly vaultId: string;
  readonly volume: { readonly id: string; readonly keyId: string | null };
  /** Where the held content is served, and how large it is. */
  readonly frozen: { readonly socketPath: string; readonly virtualSizeBytes: number };
  /** The disk as the backup before has it. */
  readonly previous: { readonly blocks: Uint8Array; readonly deltaIds: readonly string[] } | null;
}

export interface TakenDisk {
  readonly blocks: Uint8Array<ArrayBuffer>;
  readonly deltaIds: readonly string[];
  /** The row of what was stored; undefined when nothing had changed. */
  readonly delta: Prisma.BackupDeltaCreateManyInput | undefined;
}

/** Blocks being read and digested at once. */
const WINDOW = 4;
const ZEROS = Buffer.alloc(BLOCK_BYTES);

/**
 * Takes one disk into a backup: reads what holds data, digests every block, and stores only those whose digest the backup before does not
 * have at the same place (IMG-08). Nothing refers to the stored object before the job's effect is committed.
 */
export async function takeDisk(run: JobRun, disk: DiskToTake, onRead: (blocks: number, total: number) => void): Promise<TakenDisk> {
  const entries: MappedBlock[] = [];
  const before = new Map(blockMap.decode(disk.previous?.blocks ?? new Uint8Array()).map((entry) => [entry.block, entry]));
  const earlier = disk.previous?.deltaIds ?? [];
  const nbd = await openNbd(disk.frozen.socketPath, "", run.signal);
  try {
    const wanted = await blocksWithData(nbd, blockCountOf(disk.frozen.virtualSizeBytes));
    const read = async (block: number) => {
      const content = Buffer.alloc(BLOCK_BYTES);
      const inside = Math.min(BLOCK_BYTES, disk.frozen.virtualSizeBytes - block * BLOCK_BYTES);
      await nbd.readInto(block * BLOCK_BYTES, content.subarray(0, inside));
      return { block, content, digest: Buffer.from(await webcrypto.subtle.digest("SHA-256", content)) };
    };
    let done = 0;
    const changed = async function* (): AsyncGenerator<SourceBlock> {
      for await (const { block, content, digest } of mapInOrder(wanted.blocks(), WINDOW, read)) {
        onRead(++done, wanted.count);
        if (content.equals(ZEROS)) continue;
        const known = before.get(block);
        const same = known?.digest.equals(digest) === true;
        entries.push({ block, digest, delta: same ? known.delta : earlier.length });
        if (!same) yield { block, content };
      }
    };
    const delta = await store(run, disk, changed());
    const used = delta === undefined ? earlier : [...earlier, delta.id];
    return { ...packed(entries, used), delta };
  } finally {
    nbd.close();
  }
}

/** Forgets the deltas that no block is in any more. */
function packed(entries: readonly MappedBlock[], deltaIds: readonly string[]): Pick<TakenDisk, "blocks" | "deltaIds"> {
  const used = [...new Set(entries.map(({ delta }) => delta))].sort((a, b) => a - b);
  const places = new Map(used.map((delta, place) => [delta, place]));
  return {
    blocks: blockMap.encode(entries.map((entry) => ({ ...entry, delta: places.get(entry.delta) ?? 0 }))),
    deltaIds: used.flatMap((delta) => deltaIds[delta] ?? []),
  };
}

type Delta = Prisma.BackupDeltaCreateManyInput & { id: string };

async function store(run: JobRun, disk: DiskToTake, blocks: AsyncIterable<SourceBlock>): Promise<Delta | undefined> {
  const { backupId, regionId, vaultId, volume } = disk;
  const id = randomUUID();
  const storageKey = backupDeltaKey(backupId, id);
  const storage = storageOf(regionId);
  const sealed = volume.keyId === null ? undefined : await dataKey(run, volume.keyId, backupId);
  const handover = new Handover();
  const source = sealed === undefined ? handover : new SealedStream(handover, { dataKey: sealed.dataKey, boundTo: backupId });
  const identity = { uuid: createHash("sha256").update(id).digest().subarray(0, 16), createdAt: run.job.createdAt };
  try {
    const stored = storage.put(storageKey, source, { signal: run.signal });
    stored.catch((error: unknown) => handover.fail(error)); // a full store must stop the reader of the disk
    const write = { virtualSizeBytes: disk.frozen.virtualSizeBytes, sink: handover, identity, signal: run.signal };
    const manifest = await importBlocks({ ...write, totalBlocks: undefined, blocks });
    handover.end();
    await stored;
    if (manifest.storedBlocks > 0)
      return { id, regionId, vaultId, volumeId: volume.id, storageKey, sizeBytes: BigInt(manifest.objectSizeBytes), ...sealed?.wrapped };
    await storage.delete(storageKey);
    return undefined;
  } catch (error) {
    handover.fail(error);
    throw error;
  }
}

function dataKey(
  run: JobRun,
  ...[keyId, backupId]: [keyId: string, backupId: string]
): Promise<{ dataKey: Buffer; wrapped: WrappedDataKey }> {
  return db().$transaction((tx) => wrapDataKey(tx, { keyId, sealedFor: backupId, by: actorOfJob(run.job) }));
}
