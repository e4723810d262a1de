import { execFile } from "node:child_process";
import { cp, mkdir, open, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { GIB, MIB } from "@/lib/disk/model";
import { importRaw, once, qemuImg, scratch } from "./disks";

export const SYSTEM_DISK_BYTES = 8 * GIB;
const CONTENT_BYTES = 550 * MIB;
/** What a system disk is made of: programs, libraries, texts. */
const FOLDERS = ["/usr/bin", "/usr/sbin", "/usr/share", "/usr/lib"];

/** A folder with some 550 MiB of this system's own files. */
const systemRoot = once(async (): Promise<string> => {
  const root = scratch("system-root");
  let leftBytes = CONTENT_BYTES;
  for (const folder of FOLDERS) leftBytes = await copyUpTo(leftBytes, folder, root);
  await mkdir(path.join(root, "etc"));
  await cp("/etc/os-release", path.join(root, "etc/os-release"), { dereference: true });
  return root;
});

/** Makes a raw disk of this size with these files in an ext4, as a user's disks have. Answers the file. */
export async function makeSystemDisk(name: string, sizeBytes: number): Promise<string> {
  const [file, root] = [scratch(name), await systemRoot()];
  const handle = await open(file, "w");
  await handle.truncate(sizeBytes);
  await handle.close();
  await promisify(execFile)("mke2fs", ["-q", "-F", "-t", "ext4", "-d", root, file]);
  return file;
}

/** Such a disk of 8 GiB, and how much of it is allocated. */
export const systemDisk = once(async (): Promise<{ file: string; dataBytes: number }> => {
  const file = await makeSystemDisk("system.raw", SYSTEM_DISK_BYTES);
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
