import "server-only";
import { DIGEST_BYTES } from "@/lib/disk/zvhd2/manifest";

/** Where one block of a disk is kept, and what it must be. */
export interface MappedBlock {
  readonly block: number;
  /** Index into the list of deltas beside the map. */
  readonly delta: number;
  /** SHA-256 of its 2 MiB. */
  readonly digest: Buffer;
}

const ENTRY_BYTES = 8 + DIGEST_BYTES;

/** Blocks that are not zero, ascending, as they are kept in the database: 40 bytes each. */
export const blockMap = {
  encode(entries: readonly MappedBlock[]): Uint8Array<ArrayBuffer> {
    const bytes = Buffer.from(new ArrayBuffer(entries.length * ENTRY_BYTES));
    entries.forEach(({ block, delta, digest }, index) => {
      bytes.writeUInt32LE(block, index * ENTRY_BYTES);
      bytes.writeUInt32LE(delta, index * ENTRY_BYTES + 4);
      digest.copy(bytes, index * ENTRY_BYTES + 8);
    });
    return bytes;
  },

  decode(bytes: Uint8Array): MappedBlock[] {
    const buffer = Buffer.from(bytes);
    return Array.from({ length: buffer.length / ENTRY_BYTES }, (_, index) => {
      const at = index * ENTRY_BYTES;
      return { block: buffer.readUInt32LE(at), delta: buffer.readUInt32LE(at + 4), digest: buffer.subarray(at + 8, at + ENTRY_BYTES) };
    });
  },
};
