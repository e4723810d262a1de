import { execFile } from "node:child_process";
import { mkdir, mkdtemp, open, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { MIB } from "../../model";
import { makeNtfs } from "./ntfs";

const run = promisify(execFile);

/** Files of a folder by path: text, bytes, or the target of a symbolic link. */
export type Tree = Readonly<Record<string, string | Buffer | { readonly linkTo: string }>>;

export interface TestVolume {
  readonly fileSystem: "ext2" | "ext3" | "ext4" | "xfs" | "btrfs" | "fat" | "ntfs" | "none";
  readonly tree?: Tree;
  /** Partition type as sfdisk spells it: `linux`, `uefi`, a GUID, or hex digits. */
  readonly type?: string;
}

/** Smallest volumes their tools make. Unit: MiB. */
const SIZE_MIB = { ext2: 8, ext3: 8, ext4: 8, xfs: 300, btrfs: 112, fat: 4, ntfs: 16, none: 1 } as const;

/** First bytes of a program for a machine: enough for what looks at programs. */
export function elfHeader(bits: 32 | 64, machine: number): Buffer {
  const header = Buffer.alloc(64);
  header.write("\x7fELF", "latin1");
  header.set([bits === 32 ? 1 : 2, 1, 1], 4);
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(machine, 18);
  return header;
}

export const ELF_X86_64 = elfHeader(64, 62);
export const ELF_I386 = elfHeader(32, 3);
export const ELF_AARCH64 = elfHeader(64, 183);

/** Writes a raw disk with a partition table and these volumes, without rights of root. Answers its path. */
export async function makeDisk(folder: string, label: "gpt" | "dos" | undefined, volumes: readonly TestVolume[]): Promise<string> {
  const work = await mkdtemp(join(folder, "disk-"));
  const disk = join(work, "disk.raw");
  const sizes = volumes.map(({ fileSystem }) => SIZE_MIB[fileSystem] * MIB);
  const start = label ? MIB : 0;
  await writeFile(disk, "");
  await truncate(disk, start + sizes.reduce((sum, size) => sum + size, 0) + (label ? MIB : 0));
  if (label) await partition(disk, label, volumes, sizes);
  let offset = start;
  for (const [index, volume] of volumes.entries()) {
    if (volume.fileSystem !== "none") await copyInto(disk, offset, await makeVolume(work, index, volume));
    offset += sizes[index] ?? 0;
  }
  return disk;
}

async function partition(disk: string, label: "gpt" | "dos", volumes: readonly TestVolume[], sizes: readonly number[]): Promise<void> {
  const lines = volumes.map(({ type = "linux" }, index) => `size=${(sizes[index] ?? 0) / 1024}KiB, type=${type}`);
  const done = run("sfdisk", ["--quiet", "--no-tell-kernel", disk]);
  done.child.stdin?.end([`label: ${label}`, "first-lba: 2048", ...lines].join("\n"));
  await done;
}

async function makeVolume(work: string, index: number, { fileSystem, tree = {} }: TestVolume): Promise<string> {
  const source = join(work, `tree-${index}`);
  const volume = join(work, `volume-${index}`);
  await writeTree(source, tree);
  await writeFile(volume, "");
  await truncate(volume, (SIZE_MIB[fileSystem] ?? 0) * MIB);
  if (fileSystem === "fat") await fillFat(volume, tree, source);
  else if (fileSystem === "xfs") await fillXfs(volume, work, tree, source);
  else if (fileSystem === "ntfs") await makeNtfs(volume, tree, SIZE_MIB.ntfs * MIB);
  else if (fileSystem === "btrfs") await run("mkfs.btrfs", ["-q", "--rootdir", source, volume]);
  else await run(`mkfs.${fileSystem}`, ["-q", "-F", "-d", source, volume]);
  return volume;
}

async function writeTree(root: string, tree: Tree): Promise<void> {
  await mkdir(root);
  for (const [path, content] of Object.entries(tree)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    if (typeof content === "string" || Buffer.isBuffer(content)) await writeFile(join(root, path), content);
    else await symlink(content.linkTo, join(root, path));
  }
}

function foldersOf(tree: Tree): string[] {
  const parents = Object.keys(tree).flatMap((path) => {
    const parts = path.split("/").slice(0, -1);
    return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  });
  return [...new Set(parents)].toSorted();
}

async function fillFat(volume: string, tree: Tree, source: string): Promise<void> {
  await run("mformat", ["-i", volume, "-T", String((SIZE_MIB.fat * MIB) / 512), "-h", "64", "-s", "32", "::"]);
  for (const folder of foldersOf(tree)) await run("mmd", ["-i", volume, `::/${folder}`]);
  for (const path of Object.keys(tree)) await run("mcopy", ["-i", volume, join(source, path), `::/${path}`]);
}

/** mkfs.xfs takes the content as a prototype file; see mkfs.xfs(8), option -p. */
async function fillXfs(volume: string, work: string, tree: Tree, source: string): Promise<void> {
  const lines = (folder: string): string[] => {
    const inside = folder === "" ? "" : `${folder}/`;
    const isHere = (path: string) => path.startsWith(inside) && !path.slice(inside.length).includes("/");
    const folders = foldersOf(tree).filter((path) => path !== folder && isHere(path));
    const files = Object.keys(tree).filter(isHere);
    const nameOf = (path: string) => path.slice(inside.length);
    return [
      ...files.map((path) => `${nameOf(path)} ---644 0 0 ${join(source, path)}`),
      ...folders.flatMap((path) => [`${nameOf(path)} d--755 0 0`, ...lines(path), "$"]),
    ];
  };
  const prototype = join(work, "prototype");
  await writeFile(prototype, ["/", "0 0", "d--755 0 0", ...lines(""), "$", ""].join("\n"));
  await run("mkfs.xfs", ["-q", "-p", prototype, volume]);
}

async function copyInto(disk: string, offset: number, volume: string): Promise<void> {
  const file = await open(disk, "r+");
  const content = await readFile(volume);
  for (let at = 0; at < content.length; at += MIB) {
    const piece = content.subarray(at, at + MIB);
    if (piece.some((byte) => byte !== 0)) await file.write(piece, 0, piece.length, offset + at);
  }
  await file.close();
}
