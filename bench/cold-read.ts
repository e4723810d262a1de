import { openFileAccess } from "@/lib/disk/inspect/file-access";
import { KIB, MIB } from "@/lib/disk/model";
import { openNbd } from "@/lib/disk/nbd/client";
import { startNbdServer } from "@/lib/disk/nbd/server";
import { exportReadOnly } from "@/lib/disk/qemu/export-read-only";
import { BlockCache } from "@/lib/disk/zvhd2/block-cache";
import { zvhd2BlockDevice } from "@/lib/disk/zvhd2/block-device";
import { openZvhd2 } from "@/lib/disk/zvhd2/reader";
import { DISK_BYTES, qcow2Disk, scratch, storedDisk } from "./disks";
import { reportSpread } from "./report";

const READ_BYTES = 64 * KIB;
const BLOCK_BYTES = 2 * MIB;
const READS = 200;
const CACHE_BYTES = 96 * MIB;

/** 64 KiB from anywhere in the disk through NBD, never twice from one block; beside the same from a compressed QCOW2 file. */
export async function measureColdReads(): Promise<void> {
  const offsets = someOffsets();
  const { file, manifest } = await storedDisk();
  const source = await openFileAccess(file);
  const device = await zvhd2BlockDevice(await openZvhd2(source), new BlockCache(CACHE_BYTES), manifest);
  const server = await startNbdServer(scratch("nbd"), new Map([["disk", device]]));
  reportSpread("cold_read_64k", await timesOf(server.socketPath, "disk", offsets));
  await server.close();
  await source.close();

  const exported = await exportReadOnly({ path: await qcow2Disk(), format: "qcow2", virtualSizeBytes: DISK_BYTES });
  reportSpread("cold_read_64k_qcow2", await timesOf(exported.socketPath, "", offsets));
  await exported.close();
}

/** Offsets in blocks all different, in no order. */
function someOffsets(): number[] {
  const blocks = Array.from({ length: DISK_BYTES / BLOCK_BYTES }, (_, block) => ({ block, key: Math.random() }));
  const chosen = blocks.sort((a, b) => a.key - b.key).slice(0, READS);
  return chosen.map(({ block }) => block * BLOCK_BYTES + Math.floor(Math.random() * (BLOCK_BYTES / READ_BYTES)) * READ_BYTES);
}

async function timesOf(socketPath: string, exportName: string, offsets: readonly number[]): Promise<number[]> {
  const client = await openNbd(socketPath, exportName);
  const times: number[] = [];
  for (const offset of offsets) {
    const started = performance.now();
    await client.read(offset, READ_BYTES);
    times.push(performance.now() - started);
  }
  client.close();
  return times;
}
