import { execFile } from "node:child_process";
import { readFile, truncate, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Tree } from "./disks";

const run = promisify(execFile);
const RECORD_BYTES = 1024;
const SECTOR_BYTES = 512;
const CLUSTER_BYTES = 4096;
const DATA = 0x80;
const INDEX_ROOT = 0x90;
const END = 0xffff_ffff;
const DIRECTORY = 0x1000_0000;
const LAST_ENTRY = Buffer.from("00000000000000001000000002000000", "hex");

/**
 * Makes an NTFS volume with these files by mkntfs and ntfscp, without rights of root. ntfscp makes no folders: all files arrive in the root
 * folder, and empty ones are made folders by hand, which list the others. At most five entries a folder but the root.
 */
export async function makeNtfs(volume: string, tree: Tree, sizeBytes: number): Promise<void> {
  await writeFile(volume, "");
  await truncate(volume, sizeBytes);
  await run("mkntfs", ["--quick", "--force", "--quiet", "--cluster-size", String(CLUSTER_BYTES), volume]);
  const root = foldersOf(tree);
  const made = await copyAll(volume, root, "");
  if (made.length === 0) return;
  const numbers = await recordNumbers(volume);
  const bytes = await readFile(volume);
  for (const { name, node } of made) if (node.kind === "folder") makeFolder(bytes, { name, node, numbers });
  await writeFile(volume, bytes);
}

type Node = { readonly kind: "file"; readonly content: Buffer } | Folder;
interface Folder {
  readonly kind: "folder";
  readonly entries: Map<string, Node>;
}

function foldersOf(tree: Tree): Folder {
  const root: Folder = { kind: "folder", entries: new Map() };
  for (const [path, content] of Object.entries(tree)) {
    if (typeof content !== "string" && !Buffer.isBuffer(content)) throw new Error("no links here");
    const parts = path.split("/");
    let folder = root;
    for (const part of parts.slice(0, -1)) {
      const known = folder.entries.get(part) ?? { kind: "folder", entries: new Map<string, Node>() };
      if (known.kind === "file") throw new Error(`${part} is a file`);
      folder.entries.set(part, known);
      folder = known;
    }
    const name = parts.at(-1);
    if (name) folder.entries.set(name, { kind: "file", content: Buffer.from(content) });
  }
  return root;
}

interface Copied {
  /** In the root folder. */
  readonly name: string;
  readonly node: Node;
}

/** Copies everything into the root folder: what belongs there under its own name, the rest under one made of its path. */
async function copyAll(volume: string, folder: Folder, prefix: string): Promise<Copied[]> {
  const copied: Copied[] = [];
  for (const [name, node] of folder.entries) {
    const source = `${volume}.source`;
    await writeFile(source, node.kind === "file" ? node.content : "");
    await run("ntfscp", ["--quiet", "--force", volume, source, `${prefix}${name}`]);
    copied.push({ name: `${prefix}${name}`, node });
    if (node.kind === "folder") copied.push(...(await copyAll(volume, node, `${prefix}${name}~`)));
  }
  return copied;
}

/** Numbers of the records in the file table, by names in the root folder. */
async function recordNumbers(volume: string): Promise<ReadonlyMap<string, number>> {
  const { stdout } = await run("ntfsls", ["--force", "--inode", volume]);
  return new Map(Array.from(stdout.matchAll(/^\s*(\d+) (.*)$/gm), ([, number = "", name = ""]) => [name, Number(number)]));
}

/** Turns the record of an empty file into that of a folder. */
function makeFolder(bytes: Buffer, { name, node, numbers }: { name: string; node: Folder; numbers: ReadonlyMap<string, number> }): void {
  const entries = [...node.entries].map(([child, { kind }]) => indexEntry(child, numbers.get(`${name}~${child}`) ?? 0, kind === "folder"));
  const at = recordOffset(bytes, numbers.get(name) ?? 0);
  const record = bytes.subarray(at, at + RECORD_BYTES);
  const values = lastWordsOf(record);
  for (const [index, word] of values.words.entries()) record.writeUInt16LE(word, (index + 1) * SECTOR_BYTES - 2);
  const attributes = attributesOf(record).filter((attribute) => attribute.readUInt32LE(0) < DATA);
  const rest = Buffer.concat([...attributes, indexRoot(Buffer.concat([...entries, LAST_ENTRY])), Buffer.from("ffffffff00000000", "hex")]);
  const start = record.readUInt16LE(0x14);
  if (start + rest.length > RECORD_BYTES - 2) throw new Error(`too much in ${name}`);
  record.fill(0, start);
  rest.copy(record, start);
  record.writeUInt16LE(3, 0x16); // in use, a folder
  record.writeUInt32LE(start + rest.length, 0x18);
  // Every sector of a record ends in a number that is the same; what belongs there stands at its head.
  for (let index = 0; index < values.words.length; index++) {
    const end = (index + 1) * SECTOR_BYTES - 2;
    record.writeUInt16LE(record.readUInt16LE(end), values.offset + 2 + 2 * index);
    record.writeUInt16LE(record.readUInt16LE(values.offset), end);
  }
  markInRoot(bytes, name);
}

function lastWordsOf(record: Buffer): { offset: number; words: number[] } {
  const offset = record.readUInt16LE(4);
  return { offset, words: Array.from({ length: record.readUInt16LE(6) - 1 }, (_, index) => record.readUInt16LE(offset + 2 + 2 * index)) };
}

function attributesOf(record: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = record.readUInt16LE(0x14); record.readUInt32LE(at) !== END; at += record.readUInt32LE(at + 4))
    found.push(Buffer.from(record.subarray(at, at + record.readUInt32LE(at + 4))));
  return found;
}

/** Where a record stands, by the runs of the file table's own data. */
function recordOffset(bytes: Buffer, number: number): number {
  const table = Number(bytes.readBigUInt64LE(0x30)) * CLUSTER_BYTES;
  const data = attributesOf(bytes.subarray(table, table + RECORD_BYTES)).find((attribute) => attribute.readUInt32LE(0) === DATA);
  if (data === undefined) throw new Error("no file table");
  let left = number * RECORD_BYTES;
  let cluster = 0;
  for (let at = data.readUInt16LE(0x20); data[at] !== 0; ) {
    const head = data.readUInt8(at);
    const [lengthSize, offsetSize] = [head & 15, head >> 4];
    const runBytes = data.readUIntLE(at + 1, lengthSize) * CLUSTER_BYTES;
    cluster += data.readIntLE(at + 1 + lengthSize, offsetSize);
    if (left < runBytes) return cluster * CLUSTER_BYTES + left;
    left -= runBytes;
    at += 1 + lengthSize + offsetSize;
  }
  throw new Error(`no record ${number}`);
}

/** The root folder lists it as a file still. */
function markInRoot(bytes: Buffer, name: string): void {
  const key = Buffer.concat([Buffer.from([name.length]), Buffer.from([0]), Buffer.from(name, "utf16le")]);
  for (const space of [0, 1, 3]) {
    key.writeUInt8(space, 1);
    for (let at = bytes.indexOf(key); at >= 0; at = bytes.indexOf(key, at + 1)) bytes.writeUInt32LE(DIRECTORY, at - 8);
  }
}

function indexEntry(name: string, number: number, isFolder: boolean): Buffer {
  const key = Buffer.alloc(0x42 + 2 * name.length);
  key.writeUInt32LE(isFolder ? DIRECTORY : 0x20, 0x38);
  key.writeUInt8(name.length, 0x40);
  key.writeUInt8(1, 0x41);
  key.write(name, 0x42, "utf16le");
  const entry = Buffer.alloc(Math.ceil((0x10 + key.length) / 8) * 8);
  entry.writeUIntLE(number, 0, 6);
  entry.writeUInt16LE(1, 6);
  entry.writeUInt16LE(entry.length, 8);
  entry.writeUInt16LE(key.length, 10);
  key.copy(entry, 0x10);
  return entry;
}

/** The attribute that lists a small folder. Source: NTFS documentation of the Linux-NTFS project, $INDEX_ROOT. */
function indexRoot(entries: Buffer): Buffer {
  const valueBytes = 0x20 + entries.length;
  const attribute = Buffer.alloc(0x20 + valueBytes);
  attribute.writeUInt32LE(INDEX_ROOT, 0);
  attribute.writeUInt32LE(attribute.length, 4);
  attribute.writeUInt8(4, 9);
  attribute.writeUInt16LE(0x18, 10);
  attribute.writeUInt16LE(9, 14);
  attribute.writeUInt32LE(valueBytes, 0x10);
  attribute.writeUInt16LE(0x20, 0x14);
  attribute.write("$I30", 0x18, "utf16le");
  const value = attribute.subarray(0x20);
  for (const [at, number] of [
    [0, 0x30],
    [4, 1],
    [8, CLUSTER_BYTES],
    [12, 1],
    [0x10, 0x10],
    [0x14, 0x10 + entries.length],
    [0x18, 0x10 + entries.length],
  ] as const)
    value.writeUInt32LE(number, at);
  entries.copy(value, 0x20);
  return attribute;
}
