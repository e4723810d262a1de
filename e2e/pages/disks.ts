import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { withDemoDisk } from "@/scripts/start/demo-disks";
import { CORPUS } from "./environment";

const execute = promisify(execFile);

/** One 64-bit Fedora 29 disk in the formats that can be registered. */
export interface Disks {
  /** Whose work the files are; for the report. */
  readonly origin: "corpus" | "own";
  readonly raw: string;
  readonly vmdk: string;
  readonly vhd: string;
  readonly qcow2: string;
}

/** Lays the disks into a folder: those of the corpus where it is, else the same made with qemu-img. */
export async function layOutDisks(folder: string): Promise<Disks> {
  const file = (name: string) => path.join(folder, name);
  const disks = { raw: file("mini.raw"), vmdk: file("mini-stream.vmdk"), vhd: file("mini-dynamic.vhd"), qcow2: file("mini-zstd.qcow2") };
  if (existsSync(CORPUS)) {
    await Promise.all([
      unpack("mini.raw.gz", disks.raw),
      unpack("mini-dynamic.vhd.gz", disks.vhd),
      copyFile(path.join(CORPUS, "mini-stream.vmdk"), disks.vmdk),
      copyFile(path.join(CORPUS, "mini-zstd.qcow2"), disks.qcow2),
    ]);
    return { origin: "corpus", ...disks };
  }
  const osRelease = { NAME: "Fedora", ID: "fedora", VERSION_ID: "29", PRETTY_NAME: "Fedora 29 (Server Edition)" };
  await withDemoDisk({ osRelease }, async (qcow2) => {
    await convert(qcow2, disks.raw, "raw");
    await convert(qcow2, disks.vmdk, "vmdk", "subformat=streamOptimized");
    await convert(qcow2, disks.vhd, "vpc", "subformat=dynamic,force_size");
    await convert(qcow2, disks.qcow2, "qcow2", "compression_type=zstd");
  });
  return { origin: "own", ...disks };
}

async function unpack(name: string, to: string): Promise<void> {
  await writeFile(to, await promisify(gunzip)(await readFile(path.join(CORPUS, name))));
}

async function convert(from: string, to: string, format: string, options?: string): Promise<void> {
  await execute("qemu-img", ["convert", "-f", "qcow2", "-O", format, ...(options === undefined ? [] : ["-o", options]), from, to]);
}

/** Whether two disks hold the same; what only the larger one has must be zeros. Answers qemu-img's words. */
export async function compareDisks(first: { file: string; format: string }, second: { file: string; format: string }): Promise<string> {
  const { stdout } = await execute("qemu-img", ["compare", "-f", first.format, "-F", second.format, first.file, second.file]);
  return stdout.trim().split("\n").at(-1) ?? "";
}
