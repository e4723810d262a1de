import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { copyFile, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll } from "vitest";
import { withDemoDisk } from "@/scripts/start/demo-disks";

const execute = promisify(execFile);

const OPTIONS = {
  raw: ["-O", "raw"],
  qcow2: ["-O", "qcow2", "-c"],
  vmdk: ["-O", "vmdk", "-o", "subformat=streamOptimized"],
  vhd: ["-O", "vpc", "-o", "subformat=dynamic,force_size"],
} as const;
export type SystemDiskFormat = keyof typeof OPTIONS;

export interface SystemDisks {
  /** A folder of this test file. */
  readonly folder: string;
  path(format: SystemDiskFormat): string;
  bytes(format: SystemDiskFormat): Promise<Buffer>;
}

/** One small bootable Fedora 29 disk (24 MiB, ext4) in these formats, from before the first test of the calling file until after its last. */
export function systemDisks(...formats: readonly SystemDiskFormat[]): SystemDisks {
  const folder = mkdtempSync(path.join(tmpdir(), "ims-disks-"));
  const file = (format: SystemDiskFormat) => path.join(folder, `disk.${format}`);
  const osRelease = { NAME: "Fedora", ID: "fedora", VERSION_ID: "29", PRETTY_NAME: "Fedora 29 (Server Edition)" };
  beforeAll(() =>
    withDemoDisk({ osRelease }, async (made) => {
      const source = path.join(folder, "made");
      await copyFile(made, source);
      for (const format of formats) await qemuImg("convert", "-f", "qcow2", ...OPTIONS[format], source, file(format));
    }),
  );
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return { folder, path: file, bytes: (format) => readFile(file(format)) };
}

/** Runs qemu-img to its end and answers what it printed. */
export async function qemuImg(...args: readonly string[]): Promise<string> {
  return (await execute("qemu-img", [...args])).stdout;
}
