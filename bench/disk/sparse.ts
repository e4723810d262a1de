import { open, readFile, rm } from "node:fs/promises";
import { MIB, TIB } from "@/lib/disk/model";
import { importDisk } from "@/lib/disk/pipeline/import-disk";
import { exportReadOnly } from "@/lib/disk/qemu/export-read-only";
import { scratch } from "../disks";
import { report } from "../report";

const SIZE_BYTES = 2 * TIB;
/** Places of the disk that hold 2 MiB of data each, evenly spread: 1 GiB in all. */
const PLACES = 512;

/** Peak memory of a process that makes ZVHD2 of a sparse disk of 2 TiB, and how long that takes. */
export async function measureSparse(): Promise<void> {
  const path = scratch("sparse.raw");
  const source = await open(path, "w");
  const piece = Buffer.alloc(2 * MIB);
  await source.truncate(SIZE_BYTES);
  for (let place = 0; place < PLACES; place++) {
    for (let index = 0; index < piece.length; index += 8) piece.writeUInt32LE((index * 2_654_435_761 + place) >>> 0, index);
    await source.write(piece, 0, piece.length, place * (SIZE_BYTES / PLACES));
  }
  await source.close();
  const exported = await exportReadOnly({ path, format: "raw", virtualSizeBytes: SIZE_BYTES });
  const started = performance.now();
  const sink = { write: async () => undefined };
  const identity = { uuid: Buffer.alloc(16, 1), createdAt: new Date("2026-01-01T00:00:00Z") };
  await importDisk({ socketPath: exported.socketPath, virtualSizeBytes: SIZE_BYTES, sink, identity });
  report("disk_sparse_2t_seconds", (performance.now() - started) / 1000, "s");
  await exported.close();
  await rm(path);
  const status = await readFile("/proc/self/status", "utf8");
  report("disk_sparse_2t_peak_memory", Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024, "MiB");
}
