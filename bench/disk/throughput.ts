import { open } from "node:fs/promises";
import { MIB } from "@/lib/disk/model";
import { type NbdClient, openNbd } from "@/lib/disk/nbd/client";
import { blocksWithData } from "@/lib/disk/pipeline/data-blocks";
import { exportStream } from "@/lib/disk/pipeline/export-disk";
import { exportReadOnly } from "@/lib/disk/qemu/export-read-only";
import { DISK_BYTES, IDENTITY, importRaw, scratch, storedDisk } from "../disks";
import { report } from "../report";
import { SYSTEM_DISK_BYTES, storedSystemDisk, systemDisk, writeSystemQcow2 } from "../system-disk";
import { bestOf, cpuSecondsOf, watched } from "./best-of";
import { storedDevice } from "./devices";
import { overNbdApart } from "./serve-apart";

const RUNS = 3;
/** Speed of the vendor's ZVHD writer as published. Unit: MB/s. */
const VENDOR_ZVHD_MB = 58;
const PIECE_BYTES = 2 * MIB;

/** Writing and reading a system's disk: ZVHD2 beside qcow2 with zstd; and ZVHD beside the published figure of its vendor. */
export async function measureThroughput(): Promise<void> {
  const { file: raw, dataBytes } = await systemDisk();
  const write = () => importRaw(raw, SYSTEM_DISK_BYTES, scratch("write.zvhd2"));
  const ours = await watched("disk_write", () => bestOf(RUNS, write));
  compare("disk_write", dataBytes, [ours, await bestOf(RUNS, writeSystemQcow2)]);
  report("disk_write_cpu", await cpuSecondsOf(write), "s");
  report("disk_write_qcow2_cpu", await cpuSecondsOf(writeSystemQcow2), "s");

  const stored = await storedSystemDisk();
  const read = await overNbdApart(stored, (client) => bestOf(RUNS, () => readData(client)));
  const exported = await exportReadOnly({ path: await writeSystemQcow2(), format: "qcow2", virtualSizeBytes: SYSTEM_DISK_BYTES });
  const client = await openNbd(exported.socketPath);
  const readQcow2 = await bestOf(RUNS, () => readData(client));
  client.close();
  await exported.close();
  compare("disk_read", dataBytes, [read, readQcow2]);

  const zvhd = await watched("disk_write_zvhd", () => bestOf(1, writeZvhd));
  report("disk_write_zvhd_cpu", await cpuSecondsOf(writeZvhd), "s");
  report("disk_write_zvhd", DISK_BYTES / MIB / zvhd, "MiB/s");
  report("disk_write_zvhd_to_vendor", DISK_BYTES / 1e6 / zvhd / VENDOR_ZVHD_MB, "×");
}

/** Above 1 × ours is faster. */
function compare(name: string, dataBytes: number, [ours, theirs]: readonly [number, number]): void {
  report(name, dataBytes / MIB / ours, "MiB/s");
  report(`${name}_qcow2`, dataBytes / MIB / theirs, "MiB/s");
  report(`${name}_to_qcow2`, theirs / ours, "×");
}

async function writeZvhd(): Promise<void> {
  const { manifest } = await storedDisk();
  const { file } = await storedDevice();
  const handle = await open(scratch("write.zvhd"), "w");
  const options = { source: file, manifest, format: "zvhd", identity: IDENTITY } as const;
  for await (const chunk of exportStream(options)) await handle.write(chunk);
  await handle.close();
  await file.close();
}

/** Every block with data, four requests under way, each into memory that is used again. */
async function readData(client: NbdClient): Promise<void> {
  const blocks = (await blocksWithData(client, SYSTEM_DISK_BYTES / PIECE_BYTES)).blocks()[Symbol.iterator]();
  const pieces = Array.from({ length: 4 }, () => Buffer.alloc(PIECE_BYTES));
  await Promise.all(
    pieces.map(async (piece) => {
      for (let next = blocks.next(); !next.done; next = blocks.next()) await client.readInto(next.value * PIECE_BYTES, piece);
    }),
  );
}
