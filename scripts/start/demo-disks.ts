import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { StartError } from "@/lib/platform/env";

const execute = promisify(execFile);

export interface DemoSystem {
  /** Content of the disk's `/etc/os-release`. */
  readonly osRelease: Readonly<Record<string, string>>;
  /** Other files, by their path on the disk. */
  readonly files?: Readonly<Record<string, string>>;
}

const SECTOR_BYTES = 512;
const PARTITION_START_SECTOR = 2048;
const DISK_SECTORS = 49_152; // 24 MiB
const LINUX_PARTITION = 0x83;

/**
 * Makes a small real disk: a partition table, an ext4 root that names its system, one program of this machine. Gives its path to
 * `use` as a compressed QCOW2 file and removes it afterwards. Errors: `StartError` when a program that makes disks is missing.
 */
export async function withDemoDisk<T>(system: DemoSystem, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "ims-demo-"));
  try {
    const raw = path.join(folder, "disk.raw");
    const qcow2 = path.join(folder, "disk.qcow2");
    await writeTree(path.join(folder, "root"), system);
    await writePartitionTable(raw);
    const blocks = ((DISK_SECTORS - PARTITION_START_SECTOR) * SECTOR_BYTES) / 4096;
    await run("mkfs.ext4", [
      ...["-q", "-b", "4096", "-d", path.join(folder, "root"), "-E", `offset=${PARTITION_START_SECTOR * SECTOR_BYTES}`],
      ...[raw, String(blocks)],
    ]);
    await run("qemu-img", ["convert", "-q", "-f", "raw", "-O", "qcow2", "-c", raw, qcow2]);
    return await use(qcow2);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeTree(root: string, { osRelease, files = {} }: DemoSystem): Promise<void> {
  const release = Object.entries(osRelease).map(([key, value]) => `${key}="${value}"\n`);
  for (const [name, content] of Object.entries({ ...files, "/etc/os-release": release.join("") })) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  await mkdir(path.join(root, "bin"), { recursive: true });
  await copyFile("/bin/true", path.join(root, "bin/sh")); // a program tells the architecture
}

/** One bootable Linux partition over the whole disk. Source: the classic MBR layout. */
async function writePartitionTable(file: string): Promise<void> {
  const sector = Buffer.alloc(SECTOR_BYTES);
  sector.writeUInt8(0x80, 446);
  sector.writeUInt8(LINUX_PARTITION, 446 + 4);
  sector.writeUInt32LE(PARTITION_START_SECTOR, 446 + 8);
  sector.writeUInt32LE(DISK_SECTORS - PARTITION_START_SECTOR, 446 + 12);
  sector.writeUInt16LE(0xaa55, 510);
  const handle = await open(file, "w");
  try {
    await handle.write(sector, 0, SECTOR_BYTES, 0);
    await handle.truncate(DISK_SECTORS * SECTOR_BYTES);
  } finally {
    await handle.close();
  }
}

async function run(command: string, args: readonly string[]): Promise<void> {
  // Programs that make file systems stand where the PATH of a common user does not look.
  const env = { ...process.env, PATH: `${process.env.PATH ?? ""}:/usr/sbin:/sbin` };
  await execute(command, args, { env }).catch((error: unknown) => {
    const detail = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new StartError(`IMS_DEMO=1 needs ${command} to make its sample disks (Debian packages e2fsprogs and qemu-utils): ${detail}`);
  });
}
