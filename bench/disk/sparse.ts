import { open, readFile, rm } from "node:fs/promises";
import { type DiskFormat, MIB, TIB } from "@/lib/disk/model";
import { importDisk } from "@/lib/disk/pipeline/import-disk";
import { serveForeign } from "@/lib/disk/pipeline/serve-file";
import { qemuImg, scratch } from "../disks";
import { report, secondsOf } from "../report";

const SIZE_BYTES = 2 * TIB;
/** Places of the disk that hold 2 MiB of data each, evenly spread: 1 GiB in all. */
const PLACES = 512;

/** How QEMU makes the same disk in formats whose files are far smaller than the disk. */
const OTHERS = {
  qcow2: ["-O", "qcow2"],
  vhdx: ["-O", "vhdx", "-o", "subformat=dynamic"],
  vmdk: ["-O", "vmdk", "-o", "subformat=streamOptimized"],
} as const;

/** Peak memory of a process that makes ZVHD2 of a sparse disk of 2 TiB, and how long that takes from each of some formats. */
export async function measureSparse(): Promise<void> {
  const raw = await sparseDisk();
  report("disk_sparse_2t_seconds", await importSeconds(raw, "raw"), "s");
  for (const format of ["qcow2", "vhdx", "vmdk"] as const) {
    const path = scratch(`sparse.${format}`);
    await qemuImg("convert", "-f", "raw", ...OTHERS[format], raw, path);
    report(`disk_sparse_2t_${format}_seconds`, await importSeconds(path, format), "s");
    await rm(path);
  }
  await rm(raw);
  const status = await readFile("/proc/self/status", "utf8");
  report("disk_sparse_2t_peak_memory", Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024, "MiB");
}

async function sparseDisk(): Promise<string> {
  const path = scratch("sparse.raw");
  const source = await open(path, "w");
  const piece = Buffer.alloc(2 * MIB);
  await source.truncate(SIZE_BYTES);
  for (let place = 0; place < PLACES; place++) {
    for (let index = 0; index < piece.length; index += 8) piece.writeUInt32LE((index * 2_654_435_761 + place) >>> 0, index);
    await source.write(piece, 0, piece.length, place * (SIZE_BYTES / PLACES));
  }
  await source.close();
  return path;
}

/** From opening the file to the last digest. */
function importSeconds(path: string, format: DiskFormat): Promise<number> {
  return secondsOf(async () => {
    const { close, ...served } = await serveForeign({ path, format, virtualSizeBytes: SIZE_BYTES });
    const identity = { uuid: Buffer.alloc(16, 1), createdAt: new Date("2026-01-01T00:00:00Z") };
    await importDisk({ ...served, virtualSizeBytes: SIZE_BYTES, sink: { write: async () => undefined }, identity });
    await close();
  });
}
