/** Reads bytes of a volume; fewer or none where there are none. */
export type ReadVolume = (offsetBytes: number, lengthBytes: number) => Promise<Buffer>;

export interface Key {
  readonly id: bigint;
  readonly type: number;
  readonly offset: bigint;
}

/** Where a tree begins: its root node, by its address in the volume's own address space. */
export interface TreeRoot {
  readonly address: bigint;
}

const SUPERBLOCK_AT = 64 * 1024;
const SUPERBLOCK_BYTES = 4096;
const MAGIC = "_BHRfS_M";
const SYSTEM_CHUNKS_AT = 0x32b;
const KEY_BYTES = 17;
const CHUNK_BYTES = 48;
const STRIPE_BYTES = 32;
const NODE_HEADER_BYTES = 101;
const ITEM_BYTES = 25;
const POINTER_BYTES = 33;
const CHUNK_ITEM = 228;
const NODE_BYTES = { min: 4096, max: 65_536 } as const;
const LEVELS_MAX = 8;
const CHUNKS_MAX = 4096;

interface Chunk {
  readonly start: bigint;
  readonly lengthBytes: bigint;
  /** Where its first copy stands in the volume. */
  readonly at: bigint;
}

/**
 * Finds items in the trees of a btrfs volume of one device, without judging anything else of it. Undefined, never an error, where the
 * bytes are not what they should be. Source: btrfs documentation, on-disk format.
 */
export class BtrfsTrees {
  private constructor(
    private readonly read: ReadVolume,
    private readonly nodeBytes: number,
    readonly rootTree: TreeRoot,
    private readonly chunks: Chunk[],
  ) {}

  static async open(read: ReadVolume): Promise<BtrfsTrees | undefined> {
    const bytes = await read(SUPERBLOCK_AT, SUPERBLOCK_BYTES);
    if (bytes.length < SUPERBLOCK_BYTES || bytes.toString("latin1", 0x40, 0x48) !== MAGIC) return undefined;
    const nodeBytes = bytes.readUInt32LE(0x94);
    if (nodeBytes < NODE_BYTES.min || nodeBytes > NODE_BYTES.max) return undefined;
    const chunks = systemChunks(bytes.subarray(SYSTEM_CHUNKS_AT, SYSTEM_CHUNKS_AT + Math.min(2048, bytes.readUInt32LE(0xa0))));
    const trees = new BtrfsTrees(read, nodeBytes, { address: bytes.readBigUInt64LE(0x50) }, chunks);
    await trees.addChunks({ address: bytes.readBigUInt64LE(0x58) });
    return trees;
  }

  /** The first item at or after a key, with its own key. */
  async find(tree: TreeRoot, wanted: Key): Promise<{ key: Key; data: Buffer } | undefined> {
    let address = tree.address;
    for (let step = 0; step < LEVELS_MAX; step += 1) {
      const node = await this.node(address);
      if (node === undefined) return undefined;
      const count = node.readUInt32LE(0x60);
      if (node.readUInt8(0x64) === 0) return itemsOf(node, count).find(({ key }) => compareKeys(key, wanted) >= 0);
      address = childFor(node, count, wanted);
    }
    return undefined;
  }

  private async addChunks(tree: TreeRoot): Promise<void> {
    let wanted: Key = { id: 256n, type: CHUNK_ITEM, offset: 0n };
    while (this.chunks.length < CHUNKS_MAX) {
      const item = await this.find(tree, wanted);
      if (item === undefined || item.key.type !== CHUNK_ITEM) return;
      const chunk = readChunk(item.key.offset, item.data);
      if (chunk) this.chunks.push(chunk);
      wanted = { ...item.key, offset: item.key.offset + 1n };
    }
  }

  private async node(address: bigint): Promise<Buffer | undefined> {
    const chunk = this.chunks.find(({ start, lengthBytes }) => address >= start && address < start + lengthBytes);
    if (chunk === undefined) return undefined;
    const at = chunk.at + address - chunk.start;
    if (at > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
    const node = await this.read(Number(at), this.nodeBytes);
    // A node says where it stands, so a wrong turn is noticed.
    return node.length === this.nodeBytes && node.readBigUInt64LE(0x30) === address ? node : undefined;
  }
}

function systemChunks(array: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at + KEY_BYTES + CHUNK_BYTES <= array.length; ) {
    const chunk = readChunk(array.readBigUInt64LE(at + 9), array.subarray(at + KEY_BYTES));
    if (chunk) chunks.push(chunk);
    at += KEY_BYTES + CHUNK_BYTES + array.readUInt16LE(at + KEY_BYTES + 44) * STRIPE_BYTES;
  }
  return chunks;
}

function readChunk(start: bigint, data: Buffer): Chunk | undefined {
  if (data.length < CHUNK_BYTES + STRIPE_BYTES) return undefined;
  return { start, lengthBytes: data.readBigUInt64LE(0), at: data.readBigUInt64LE(CHUNK_BYTES + 8) };
}

export function readKey(bytes: Buffer, at: number): Key {
  return { id: bytes.readBigUInt64LE(at), type: bytes.readUInt8(at + 8), offset: bytes.readBigUInt64LE(at + 9) };
}

function compareKeys(one: Key, other: Key): number {
  if (one.id !== other.id) return one.id < other.id ? -1 : 1;
  if (one.type !== other.type) return one.type - other.type;
  return one.offset === other.offset ? 0 : one.offset < other.offset ? -1 : 1;
}

function itemsOf(node: Buffer, count: number): { key: Key; data: Buffer }[] {
  const items = [];
  for (let index = 0; index < count; index += 1) {
    const at = NODE_HEADER_BYTES + index * ITEM_BYTES;
    if (at + ITEM_BYTES > node.length) break;
    const start = NODE_HEADER_BYTES + node.readUInt32LE(at + KEY_BYTES);
    items.push({ key: readKey(node, at), data: node.subarray(start, start + node.readUInt32LE(at + KEY_BYTES + 4)) });
  }
  return items;
}

/** The child whose keys begin at or before the wanted one; else the first. */
function childFor(node: Buffer, count: number, wanted: Key): bigint {
  let address = node.readBigUInt64LE(NODE_HEADER_BYTES + KEY_BYTES);
  for (let index = 1; index < count; index += 1) {
    const at = NODE_HEADER_BYTES + index * POINTER_BYTES;
    if (at + POINTER_BYTES > node.length || compareKeys(readKey(node, at), wanted) > 0) break;
    address = node.readBigUInt64LE(at + KEY_BYTES);
  }
  return address;
}
