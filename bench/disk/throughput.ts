import { open } from "node:fs/promises";
import { MIB } from "@/lib/disk/model";
import { type NbdClient, openNbd } from "@/lib/disk/nbd/client";
import { exportStream } from "@/lib/disk/pipeline/export-disk";
import { importDisk } from "@/lib/disk/pipeline/import-disk";
import { exportReadOnly } from "@/lib/disk/qemu/export-read-only";
import { DISK_BYTES, qcow2Disk, qemuImg, rawDisk, scratch, storedDisk } from "../disks";
import { report } from "../report";
import { bestOf, cpuSecondsOf, watched } from "./best-of";
import { storedDevice } from "./devices";
import { overNbdApart } from "./serve-apart";

const RUNS = 3;
/** Speed of the vendor's ZVHD writer as published. Unit: MB/s. */
const VENDOR_ZVHD_MB = 58;
const PIECE_BYTES = 2 * MIB;
const identity = { uuid: Buffer.alloc(16, 1), createdAt: new Date("2026-01-01T00:00:00Z") };

/** Writing and reading the whole disk: ZVHD2 beside qcow2 with zstd, ZVHD beside the published figure of its vendor. */
export async function measureThroughput(): Promise<void> {
  const raw = await rawDisk();
  const qcow2 = ["-f", "raw", "-O", "qcow2", "-c", "-o", "compression_type=zstd", "-W", "-m", "8"];
  const write = () => writeZvhd2(raw);
  const qemuWrite = () => qemuImg("convert", ...qcow2, raw, scratch("write.qcow2"));
  const ours = await watched("disk_write", () => bestOf(RUNS, write));
  compare("disk_write", ours, await bestOf(RUNS, qemuWrite));
  report("disk_write_cpu", await cpuSecondsOf(write), "s");
  report("disk_write_qcow2_cpu", await cpuSecondsOf(qemuWrite), "s");

  const read = await overNbdApart((client) => bestOf(RUNS, () => readAll(client)));
  const exported = await exportReadOnly({ path: await qcow2Disk(), format: "qcow2", virtualSizeBytes: DISK_BYTES });
  const client = await openNbd(exported.socketPath);
  const readQcow2 = await bestOf(RUNS, () => readAll(client));
  client.close();
  await exported.close();
  compare("disk_read", read, readQcow2);

  const zvhd = await watched("disk_write_zvhd", () => bestOf(1, writeZvhd));
  report("disk_write_zvhd_cpu", await cpuSecondsOf(writeZvhd), "s");
  report("disk_write_zvhd", DISK_BYTES / MIB / zvhd, "MiB/s");
  report("disk_write_zvhd_to_vendor", DISK_BYTES / 1e6 / zvhd / VENDOR_ZVHD_MB, "×");
}

/** Above 1 × ours is faster. */
function compare(name: string, ours: number, theirs: number): void {
  report(name, DISK_BYTES / MIB / ours, "MiB/s");
  report(`${name}_qcow2`, DISK_BYTES / MIB / theirs, "MiB/s");
  report(`${name}_to_qcow2`, theirs / ours, "×");
}

async function writeZvhd2(raw: string): Promise<void> {
  const exported = await exportReadOnly({ path: raw, format: "raw", virtualSizeBytes: DISK_BYTES });
  const handle = await open(scratch("write.zvhd2"), "w");
  try {
    const sink = { write: async (bytes: Buffer) => void (await handle.write(bytes)) };
    await importDisk({ socketPath: exported.socketPath, virtualSizeBytes: DISK_BYTES, sink, identity });
  } finally {
    await handle.close();
    await exported.close();
  }
}

async function writeZvhd(): Promise<void> {
  const { manifest } = await storedDisk();
  const { file } = await storedDevice();
  const handle = await open(scratch("write.zvhd"), "w");
  const options = { source: file, manifest, format: "zvhd", identity } as const;
  for await (const chunk of exportStream(options)) await handle.write(chunk);
  await handle.close();
  await file.close();
}

/** Every byte of the disk, four requests under way, each into memory that is used again. */
async function readAll(client: NbdClient): Promise<void> {
  const pieces = Array.from({ length: 4 }, () => Buffer.alloc(PIECE_BYTES));
  await Promise.all(
    pieces.map(async (piece, first) => {
      for (let at = first * PIECE_BYTES; at < DISK_BYTES; at += pieces.length * PIECE_BYTES) await client.readInto(at, piece);
    }),
  );
}
