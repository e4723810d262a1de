import { open, readFile, rm, writeFile } from "node:fs/promises";
import { type DiskFormat, MIB, TIB } from "@/lib/disk/model";
import { importDisk } from "@/lib/disk/pipeline/import-disk";
import { serveToReader } from "@/lib/disk/pipeline/serve-file";
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

/** How long it takes to make ZVHD2 of a sparse disk of 2 TiB from each of some formats, and the most memory the process has meanwhile. */
export async function measureSparse(): Promise<void> {
  const raw = await sparseDisk();
  await measureImport("disk_sparse_2t", raw, "raw");
  for (const format of ["qcow2", "vhdx", "vmdk"] as const) {
    const path = scratch(`sparse.${format}`);
    await qemuImg("convert", "-f", "raw", ...OTHERS[format], raw, path);
    await measureImport(`disk_sparse_2t_${format}`, path, format);
    await rm(path);
  }
  await rm(raw);
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
async function measureImport(name: string, path: string, format: DiskFormat): Promise<void> {
  await writeFile("/proc/self/clear_refs", "5"); // the peak begins anew. Source: proc(5)
  const seconds = await secondsOf(async () => {
    const { close, ...served } = await serveToReader({ path, format, virtualSizeBytes: SIZE_BYTES });
    const identity = { uuid: Buffer.alloc(16, 1), createdAt: new Date("2026-01-01T00:00:00Z") };
    await importDisk({ ...served, virtualSizeBytes: SIZE_BYTES, sink: { write: async () => undefined }, identity });
    await close();
  });
  report(`${name}_seconds`, seconds, "s");
  const status = await readFile("/proc/self/status", "utf8");
  report(`${name}_peak_memory`, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024, "MiB");
}
