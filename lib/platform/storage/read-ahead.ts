import "server-only";
import { AppError } from "../errors";
import type { OpenObject } from "./storage";

/** One is filled while the other is worked on. 1 MiB fits the cache that the cores share. Unit: bytes. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * The bytes of an open object from `start` to before `end`, one chunk read ahead. The two buffers are shared memory, which digests take
 * without a copy, and are used again: a chunk is good until the next is asked for. Errors: `invalidArgument` for a range that is not inside.
 */
export async function* readAhead(object: OpenObject, start = 0, end = object.sizeBytes): AsyncGenerator<Uint8Array> {
  if (start < 0 || start > end || end > object.sizeBytes) throw new AppError("invalidArgument", { field: "range", size: object.sizeBytes });
  const memory = [0, 1].map(() => new Uint8Array(new SharedArrayBuffer(Math.min(CHUNK_BYTES, end - start))));
  const read = async (offset: number): Promise<Uint8Array> => {
    const [into = new Uint8Array()] = memory;
    memory.reverse();
    return into.subarray(0, await object.read(into.subarray(0, end - offset), offset));
  };
  let ahead: Promise<Uint8Array> | undefined = start === end ? undefined : read(start);
  try {
    for (let offset = start; ahead !== undefined; ) {
      const chunk = await ahead;
      offset += chunk.length;
      ahead = offset < end ? read(offset) : undefined;
      ahead?.catch(() => undefined); // it is awaited in its turn
      yield chunk;
    }
  } finally {
    await ahead?.catch(() => undefined); // whoever opened the object may close it now
  }
}
