import { open, writeFile } from "node:fs/promises";
import type { DiscTree } from "./media";

// A UDF volume for tests, beside or without an ISO 9660 one, as discs of Windows are. Source: ECMA-167, OSTA UDF 1.02.

const SECTOR = 2048;
const ANCHOR = 256;
const PARTITION = 270;
/** Behind the descriptors of an ISO 9660 volume. */
const FREE_SECTOR = 19;
const TAG = { primary: 1, anchor: 2, partition: 5, logical: 6, end: 8, fileSet: 256, name: 257, file: 261 } as const;

function tagged(ident: number, at: number): Buffer {
  const bytes = Buffer.alloc(SECTOR);
  bytes.writeUInt16LE(ident, 0);
  bytes.writeUInt16LE(2, 2);
  bytes.writeUInt32LE(at, 12);
  return bytes;
}

/** Points to a block of the partition. */
function longAddress(block: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(SECTOR, 0);
  bytes.writeUInt32LE(block, 4);
  return bytes;
}

/** Blocks of the partition, in order. */
class Blocks {
  readonly all: Buffer[] = [Buffer.alloc(SECTOR)];

  /** Adds a file or folder with its content behind it; answers the block of its entry. */
  addFile(content: Buffer, isFolder: boolean): number {
    const block = this.all.length;
    const entry = tagged(TAG.file, block);
    entry.writeUInt16LE(4, 20);
    entry.writeUInt8(isFolder ? 4 : 5, 27);
    entry.writeBigUInt64LE(BigInt(content.length), 56);
    entry.writeUInt32LE(8, 172);
    entry.writeUInt32LE(content.length, 176);
    entry.writeUInt32LE(block + 1, 180);
    this.all.push(entry);
    for (let done = 0; done < content.length; done += SECTOR) {
      const piece = Buffer.alloc(SECTOR);
      content.copy(piece, 0, done, done + SECTOR);
      this.all.push(piece);
    }
    return block;
  }

  addFolder(tree: DiscTree): number {
    const inside = Map.groupBy(Object.entries(tree), ([path]) => path.split("/")[0] ?? "");
    const names = [...inside].map(([name, entries]) => {
      const [first] = entries;
      if (first && first[0] === name) return nameEntry(name, this.addFile(Buffer.from(first[1]), false), false);
      const below = Object.fromEntries(entries.map(([path, content]) => [path.slice(name.length + 1), content]));
      return nameEntry(name, this.addFolder(below), true);
    });
    // The entry of the parent must name a folder; this one will do.
    return this.addFile(Buffer.concat([nameEntry("", this.all.length, true, 8), ...names]), true);
  }
}

function nameEntry(name: string, block: number, isFolder: boolean, flags = 0): Buffer {
  const length = name === "" ? 0 : name.length + 1;
  const bytes = Buffer.alloc((38 + length + 3) & ~3);
  tagged(TAG.name, 0).copy(bytes, 0, 0, 16);
  bytes.writeUInt16LE(1, 16);
  bytes.writeUInt8((isFolder ? 2 : 0) | flags, 18);
  bytes.writeUInt8(length, 19);
  longAddress(block).copy(bytes, 20);
  if (length > 0) bytes.write(`\x08${name}`, 38, "latin1");
  return bytes;
}

/** Adds a UDF volume with these files to a disc, whose ISO 9660 files stay; an absent disc becomes one of UDF only. */
export async function addUdf(path: string, tree: DiscTree, vrsSector = FREE_SECTOR): Promise<string> {
  await writeFile(path, "", { flag: "a" });
  const disc = await open(path, "r+");
  const put = (sector: number, bytes: Buffer) => disc.write(bytes, 0, bytes.length, sector * SECTOR);
  for (const [index, identifier] of ["BEA01", "NSR02", "TEA01"].entries()) {
    const descriptor = Buffer.alloc(SECTOR);
    descriptor.write(`\0${identifier}\x01`, 0, "latin1");
    await put(vrsSector + index, descriptor);
  }
  const blocks = new Blocks();
  const root = blocks.addFolder(tree);
  const fileSet = tagged(TAG.fileSet, 0);
  longAddress(root).copy(fileSet, 400);
  blocks.all[0] = fileSet;
  const anchor = tagged(TAG.anchor, ANCHOR);
  anchor.writeUInt32LE(4 * SECTOR, 16);
  anchor.writeUInt32LE(ANCHOR + 1, 20);
  const partition = tagged(TAG.partition, ANCHOR + 2);
  partition.writeUInt32LE(PARTITION, 188);
  partition.writeUInt32LE(blocks.all.length, 192);
  const logical = tagged(TAG.logical, ANCHOR + 3);
  logical.writeUInt32LE(SECTOR, 212);
  longAddress(0).copy(logical, 248);
  logical.writeUInt32LE(6, 264);
  logical.writeUInt32LE(1, 268);
  logical.set([1, 6, 1, 0, 0, 0], 440);
  for (const [index, bytes] of [anchor, tagged(TAG.primary, ANCHOR + 1), partition, logical, tagged(TAG.end, ANCHOR + 4)].entries()) {
    await put(ANCHOR + index, bytes);
  }
  await put(PARTITION, Buffer.concat(blocks.all));
  await disc.close();
  return path;
}
