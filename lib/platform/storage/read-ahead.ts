import "server-only";
import { giveMemory, takeMemory } from "../aligned-memory";
import { AppError } from "../errors";
import type { OpenObject } from "./storage";

/** One is filled while the other is worked on. Larger ones wait less for their turn on a busy machine. Unit: bytes. */
const CHUNK_BYTES = 2 * 1024 * 1024;

/**
 * The bytes of an open object from `start` to before `end`, one chunk read ahead. The two buffers are shared, aligned memory: digests
 * take them without a copy, a store may read past the page cache, and they are used again: a chunk is good until the next is asked for.
 * Errors: `invalidArgument` for a range that is not inside.
 */
export async function* readAhead(object: OpenObject, start = 0, end = object.sizeBytes): AsyncGenerator<Uint8Array> {
  if (start < 0 || start > end || end > object.sizeBytes) throw new AppError("invalidArgument", { field: "range", size: object.sizeBytes });
  if (start === end) return;
  const memory = [takeMemory(CHUNK_BYTES), takeMemory(CHUNK_BYTES)] as const;
  const read = async (offset: number, turn: 0 | 1): Promise<Uint8Array> => {
    const into = memory[turn].subarray(0, end - offset);
    return into.subarray(0, await object.read(into, offset));
  };
  let turn: 0 | 1 = 0;
  let ahead: Promise<Uint8Array> | undefined = read(start, turn);
  try {
    for (let offset = start; ahead !== undefined; ) {
      const chunk = await ahead;
      offset += chunk.length;
      turn = turn === 0 ? 1 : 0;
      ahead = offset < end ? read(offset, turn) : undefined;
      ahead?.catch(() => undefined); // it is awaited in its turn
      yield chunk;
    }
  } finally {
    await ahead?.catch(() => undefined); // whoever opened the object may close it now
    memory.forEach(giveMemory);
  }
}
