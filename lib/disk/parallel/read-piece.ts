import { giveMemory, takeMemory } from "@/lib/platform/aligned-memory";
import type { RandomAccess } from "../model";
import { BLOCK_BYTES } from "../zvhd2/layout";
import { RECORD_ROOM_BYTES } from "./decode-block";

/** Most bytes to read at once where no record says it. */
export const PIECE_BYTES = BLOCK_BYTES;

/** Bytes of a file that is read in order and once: past the system's page cache, in memory that threads share. */
export interface ReadPiece {
  /** Fewer than asked for at the end of the file. */
  readonly bytes: Uint8Array;
  /** Nobody reads the memory any more. Not after a failure: a thread may still. */
  readonly release: () => void;
}

export async function readPiece(
  source: RandomAccess,
  { offset, length }: { readonly offset: number; readonly length: number },
): Promise<ReadPiece> {
  const room = length <= RECORD_ROOM_BYTES ? takeMemory(RECORD_ROOM_BYTES) : undefined;
  const place = (room ?? new Uint8Array(new SharedArrayBuffer(length))).subarray(0, length);
  const bytes = await source.read(offset, length, place);
  if (bytes.buffer !== place.buffer) place.set(bytes);
  return { bytes: place.subarray(0, bytes.length), release: () => room && giveMemory(room) };
}
