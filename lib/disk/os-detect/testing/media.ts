import { writeFile } from "node:fs/promises";
import { MIB } from "../../model";

// ISO 9660 discs, Windows image files and logical volumes for tests, written byte by byte: their tools are not everywhere.

const SECTOR = 2048;
/** Leaves room for descriptors of UDF. */
const FIRST_CONTENT_SECTOR = 24;

/** Files of a disc by path. */
export type DiscTree = Readonly<Record<string, string | Buffer>>;

export interface TestDisc {
  readonly label?: string;
  readonly tree: DiscTree;
  /** Boot catalogue entries: platforms of El Torito. */
  readonly platforms?: readonly number[];
}

const both32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  bytes.writeUInt32BE(value, 4);
  return bytes;
};

/** A directory record. Source: ECMA-119 §9.1. */
function record(name: string, sector: number, lengthBytes: number, isFolder: boolean): Buffer {
  const bytes = Buffer.alloc(33 + name.length + (name.length % 2 === 0 ? 1 : 0));
  bytes.writeUInt8(bytes.length, 0);
  both32(sector).copy(bytes, 2);
  both32(lengthBytes).copy(bytes, 10);
  bytes.writeUInt8(isFolder ? 2 : 0, 25);
  bytes.writeUInt16LE(1, 28);
  bytes.writeUInt16BE(1, 30);
  bytes.writeUInt8(name.length, 32);
  bytes.write(name, 33, "latin1");
  return bytes;
}

/** Writes an ISO 9660 disc without extensions. */
export async function makeDisc(path: string, { label = "", tree, platforms = [] }: TestDisc): Promise<string> {
  const sectors: Buffer[] = Array.from({ length: FIRST_CONTENT_SECTOR }, () => Buffer.alloc(SECTOR));
  const append = (content: Buffer): number => {
    const at = sectors.length;
    for (let done = 0; done === 0 || done < content.length; done += SECTOR) {
      const sector = Buffer.alloc(SECTOR);
      content.copy(sector, 0, done, done + SECTOR);
      sectors.push(sector);
    }
    return at;
  };
  const root = appendFolder(tree, append);
  const catalogue = platforms.length > 0 ? append(bootCatalogue(platforms)) : 0;
  const primary = Buffer.alloc(SECTOR);
  primary.write("\x01CD001\x01", 0, "latin1");
  primary.write(label.padEnd(32), 40, "latin1");
  both32(sectors.length).copy(primary, 80);
  for (const [at, value] of [
    [120, 1],
    [124, 1],
    [128, SECTOR],
  ] as const) {
    primary.writeUInt16LE(value, at);
    primary.writeUInt16BE(value, at + 2);
  }
  record("\0", root.sector, root.lengthBytes, true).copy(primary, 156);
  sectors[16] = primary;
  sectors[17] = catalogue > 0 ? bootRecord(catalogue) : terminator();
  sectors[18] = terminator();
  await writeFile(path, Buffer.concat(sectors));
  return path;
}

function appendFolder(tree: DiscTree, append: (content: Buffer) => number): { sector: number; lengthBytes: number } {
  const inside = Map.groupBy(Object.entries(tree), ([path]) => path.split("/")[0] ?? "");
  const records = [...inside].map(([name, entries]) => {
    const [first] = entries;
    if (first && first[0] === name) {
      const content = Buffer.from(first[1]);
      return record(`${name};1`, append(content), content.length, false);
    }
    const folder = appendFolder(Object.fromEntries(entries.map(([path, content]) => [path.slice(name.length + 1), content])), append);
    return record(name, folder.sector, folder.lengthBytes, true);
  });
  // "." and ".." point to the folder itself, which readers do not follow.
  const self = [record("\0", 0, SECTOR, true), record("\x01", 0, SECTOR, true)];
  return { sector: append(Buffer.concat([...self, ...records])), lengthBytes: SECTOR };
}

function terminator(): Buffer {
  const bytes = Buffer.alloc(SECTOR);
  bytes.write("\xffCD001\x01", 0, "latin1");
  return bytes;
}

function bootRecord(catalogue: number): Buffer {
  const bytes = Buffer.alloc(SECTOR);
  bytes.write("\0CD001\x01EL TORITO SPECIFICATION", 0, "latin1");
  bytes.writeUInt32LE(catalogue, 0x47);
  return bytes;
}

/** The first platform in the validation entry, the others in sections of their own. */
function bootCatalogue([first = 0, ...others]: readonly number[]): Buffer {
  const entry = (...head: number[]) => Buffer.concat([Buffer.from(head), Buffer.alloc(32 - head.length)]);
  const validation = entry(1, first);
  validation.writeUInt16BE(0x55aa, 30);
  return Buffer.concat([validation, entry(0x88), ...others.flatMap((platform) => [entry(0x91, platform, 1), entry(0x88)])]);
}

/** A Windows image file that holds nothing but its description. */
export function wimFile(images: readonly { readonly name: string; readonly arch: number }[]): Buffer {
  const described = images.map(
    ({ name, arch }, index) =>
      `<IMAGE INDEX="${index + 1}"><WINDOWS><ARCH>${arch}</ARCH></WINDOWS><NAME>n</NAME><DISPLAYNAME>${name}</DISPLAYNAME></IMAGE>`,
  );
  const xml = Buffer.from(`\ufeff<WIM>${described.join("")}</WIM>`, "utf16le");
  const header = Buffer.alloc(4096);
  header.write("MSWIM\0\0\0", 0, "latin1");
  header.writeUIntLE(xml.length, 72, 6);
  header.writeBigUInt64LE(BigInt(header.length), 80);
  return Buffer.concat([header, xml]);
}

const EXTENT_BYTES = 4 * MIB;
const DATA_AT = MIB;

/** A physical volume whose one logical volume holds these bytes. Source: LVM2, lib/format_text/layout.h. */
export function logicalVolume(content: Buffer, group = "centos", volume = "root"): Buffer {
  const extents = Math.ceil(content.length / EXTENT_BYTES);
  const disk = Buffer.alloc(DATA_AT + extents * EXTENT_BYTES);
  const physicalId = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  disk.write("LABELONE", 512, "latin1");
  disk.writeBigUInt64LE(1n, 520);
  disk.writeUInt32LE(32, 532);
  disk.write("LVM2 001", 536, "latin1");
  disk.write(physicalId, 544, "latin1");
  disk.writeBigUInt64LE(BigInt(disk.length), 576);
  disk.writeBigUInt64LE(BigInt(DATA_AT), 584);
  disk.writeBigUInt64LE(4096n, 616);
  disk.writeBigUInt64LE(BigInt(DATA_AT - 4096), 624);
  const dashed = (id: string) => id.replace(/^(.{6})(.{4})(.{4})(.{4})(.{4})(.{4})(.{6})$/, "$1-$2-$3-$4-$5-$6-$7");
  const text = `${group} {
id = "${dashed("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")}"
seqno = 1
status = ["RESIZEABLE", "READ", "WRITE"]
extent_size = ${EXTENT_BYTES / 512}
max_lv = 0
max_pv = 0
physical_volumes {
pv0 {
id = "${dashed(physicalId)}"
status = ["ALLOCATABLE"]
pe_start = ${DATA_AT / 512}
pe_count = ${extents}
}
}
logical_volumes {
${volume} {
id = "${dashed("cccccccccccccccccccccccccccccccc")}"
status = ["READ", "WRITE", "VISIBLE"]
segment_count = 1
segment1 {
start_extent = 0
extent_count = ${extents}
type = "striped"
stripe_count = 1
stripes = [
"pv0", 0
]
}
}
}
}
`;
  disk.write(" LVM2 x[5A%r0N*>", 4100, "latin1");
  disk.writeUInt32LE(1, 4116);
  disk.writeBigUInt64LE(4096n, 4120);
  disk.writeBigUInt64LE(BigInt(DATA_AT - 4096), 4128);
  disk.writeBigUInt64LE(512n, 4136);
  disk.writeBigUInt64LE(BigInt(text.length), 4144);
  disk.write(text, 4608, "latin1");
  content.copy(disk, DATA_AT);
  return disk;
}

const BTRFS_HEADER_BYTES = 101;
const BTRFS_ITEM_BYTES = 25;

/**
 * Makes a folder of a btrfs volume its default subvolume, as far as the root tree says so: `rootLeafAt` is where the root tree's only leaf
 * stands, `folder` the inode the subvolume's name is kept in. Files stay where they are.
 */
export function setDefaultSubvolume(volume: Buffer, rootLeafAt: number, { folder, name }: { folder: number; name: string }): void {
  const leaf = volume.subarray(rootLeafAt, rootLeafAt + 16_384);
  const count = leaf.readUInt32LE(0x60);
  const items = Array.from({ length: count }, (_, index) =>
    leaf.subarray(BTRFS_HEADER_BYTES + index * BTRFS_ITEM_BYTES).subarray(0, BTRFS_ITEM_BYTES),
  );
  const dirItem = items.find((item) => item.readBigUInt64LE(0) === 6n && item.readUInt8(8) === 84);
  if (dirItem) leaf.writeBigUInt64LE(257n, BTRFS_HEADER_BYTES + dirItem.readUInt32LE(17));
  const backref = Buffer.alloc(18 + name.length);
  backref.writeBigUInt64LE(BigInt(folder), 0);
  backref.writeUInt16LE(name.length, 16);
  backref.write(name, 18, "latin1");
  const offset = Math.min(...items.map((item) => item.readUInt32LE(17))) - backref.length;
  const item = Buffer.alloc(BTRFS_ITEM_BYTES);
  item.writeBigUInt64LE(257n, 0);
  item.writeUInt8(144, 8);
  item.writeBigUInt64LE(5n, 9);
  item.writeUInt32LE(offset, 17);
  item.writeUInt32LE(backref.length, 21);
  const sorted = [...items.map((each) => Buffer.from(each)), item].sort((one, other) =>
    Number(one.readBigUInt64LE(0) - other.readBigUInt64LE(0)),
  );
  Buffer.concat(sorted).copy(leaf, BTRFS_HEADER_BYTES);
  backref.copy(leaf, BTRFS_HEADER_BYTES + offset);
  leaf.writeUInt32LE(count + 1, 0x60);
}
