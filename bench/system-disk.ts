import { execFile } from "node:child_process";
import { cp, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { GIB, MIB } from "@/lib/disk/model";
import { importRaw, once, qemuImg, scratch } from "./disks";

export const SYSTEM_DISK_BYTES = 8 * GIB;
const CONTENT_BYTES = 550 * MIB;
/** What a system disk is made of: programs, libraries, texts. */
const FOLDERS = ["/usr/bin", "/usr/sbin", "/usr/share", "/usr/lib"];

/** A raw disk of 8 GiB with an ext4 of some 550 MiB of this system's own files, as a user's disks have; and how much of it is allocated. */
export const systemDisk = once(async (): Promise<{ file: string; dataBytes: number }> => {
  const [file, root] = [scratch("system.raw"), scratch("system-root")];
  let leftBytes = CONTENT_BYTES;
  for (const folder of FOLDERS) leftBytes = await copyUpTo(leftBytes, folder, root);
  const handle = await open(file, "w");
  await handle.truncate(SYSTEM_DISK_BYTES);
  await handle.close();
  await promisify(execFile)("mke2fs", ["-q", "-F", "-t", "ext4", "-d", root, file]);
  await rm(root, { recursive: true });
  return { file, dataBytes: (await stat(file)).blocks * 512 };
});

/** Copies plain files of a folder below `root` while there is room; answers what is left of it. */
async function copyUpTo(roomBytes: number, folder: string, root: string): Promise<number> {
  let leftBytes = roomBytes;
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const from = path.join(folder, entry.name);
    if (entry.isDirectory()) leftBytes = await copyUpTo(leftBytes, from, root);
    if (!entry.isFile()) continue;
    const { size } = await stat(from);
    if (size > leftBytes) continue;
    await mkdir(path.join(root, folder), { recursive: true });
    await cp(from, path.join(root, from));
    leftBytes -= size;
  }
  return leftBytes;
}

/** The same disk as the service keeps it. */
export const storedSystemDisk = once(async () => {
  const stored = scratch("system.zvhd2");
  return { file: stored, manifest: await importRaw((await systemDisk()).file, SYSTEM_DISK_BYTES, stored) };
});

/** Writes it as qemu-img compresses it on all cores. Answers the file. */
export async function writeSystemQcow2(): Promise<string> {
  const file = scratch("system.qcow2");
  const target = ["-O", "qcow2", "-c", "-o", "compression_type=zstd", "-W", "-m", "8"];
  await qemuImg("convert", "-f", "raw", ...target, (await systemDisk()).file, file);
  return file;
}
