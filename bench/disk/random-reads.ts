import { KIB, MIB } from "@/lib/disk/model";
import { type NbdClient, openNbd } from "@/lib/disk/nbd/client";
import { exportReadOnly } from "@/lib/disk/qemu/export-read-only";
import { DISK_BYTES, qcow2Disk } from "../disks";
import { report } from "../report";
import { overNbd, storedDevice } from "./devices";

const READ_BYTES = 64 * KIB;
const BLOCK_BYTES = 2 * MIB;
/** Blocks read at random; what is kept of them fits the cache, so that a second round is warm. */
const BLOCKS = 40;
const ROUNDS = 5;

/** 64 KiB from anywhere, blocks first touched (cold) and blocks touched before (warm), beside qemu-nbd on a qcow2 of the same disk. */
export async function measureRandomReads(): Promise<void> {
  const { device, file } = await storedDevice();
  const ours = await overNbd(device, coldAndWarm);
  await file.close();
  const exported = await exportReadOnly({ path: await qcow2Disk(), format: "qcow2", virtualSizeBytes: DISK_BYTES });
  const client = await openNbd(exported.socketPath);
  const theirs = await coldAndWarm(client);
  client.close();
  await exported.close();
  for (const heat of ["cold", "warm"] as const) {
    for (const share of [50, 95] as const) {
      const [mine, qemu] = [at(ours[heat], share), at(theirs[heat], share)];
      report(`disk_random_64k_${heat}_p${share}`, mine, "ms");
      report(`disk_random_64k_${heat}_qcow2_p${share}`, qemu, "ms");
      report(`disk_random_64k_${heat}_to_qcow2_p${share}`, mine / qemu, "×");
    }
  }
}

export async function coldAndWarm(client: NbdClient): Promise<{ cold: number[]; warm: number[] }> {
  const cold: number[] = [];
  const warm: number[] = [];
  const blocks = Array.from({ length: DISK_BYTES / BLOCK_BYTES }, (_, block) => ({ block, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, BLOCKS);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { block } of blocks) {
      const offset = block * BLOCK_BYTES + Math.floor(Math.random() * (BLOCK_BYTES / READ_BYTES)) * READ_BYTES;
      const started = performance.now();
      await client.read(offset, READ_BYTES);
      (round === 0 ? cold : warm).push(performance.now() - started);
    }
  }
  return { cold, warm };
}

export function at(milliseconds: readonly number[], share: number): number {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * share) / 100))] ?? 0;
}
