import { KIB } from "../model";
import { BLOCK_BYTES } from "../zvhd2/layout";
import { BlockThreads, unexpected } from "./block-threads";

/** Threads of this process, started when a block is first decoded. */
const THREADS = 2;

let threads: BlockThreads | undefined;

/** What a payload holds, or why it does not decode: `contentLength`, or the code of zlib's error. */
export type DecodedBlock =
  | { readonly content: Buffer<ArrayBuffer>; readonly sha256: Buffer }
  | { readonly content: undefined; readonly reason: string };

/** Room for the record of a block that did not compress. Unit: bytes. */
export const RECORD_ROOM_BYTES = BLOCK_BYTES + 64 * KIB;
/** As many as one cache loads at once. */
const ROOMS_KEPT = 8;

const rooms: SharedArrayBuffer[] = [];

/**
 * Has work done with room for a record that threads see, used again: new memory for each record would have the collectors of all threads run
 * after every few. It is not aligned, so that what is read again and again comes from the system's page cache; who reads in order has
 * `readPiece`. Not given back after a failure: a thread may still read it.
 */
export async function withRoom<Result>(work: (room: Uint8Array) => Promise<Result>): Promise<Result> {
  const room = rooms.pop() ?? new SharedArrayBuffer(RECORD_ROOM_BYTES);
  const result = await work(new Uint8Array(room));
  if (rooms.length < ROOMS_KEPT) rooms.push(room);
  return result;
}

/** Decodes the zstd payload of a block and digests what comes out, in one go on a thread. One in shared memory must stay there until then. */
export async function decodeBlock(payload: Uint8Array, contentBytes: number): Promise<DecodedBlock> {
  const reply = await decoding({ kind: "decode", contentBytes }, payload);
  if (reply.kind === "failed") return { content: undefined, reason: reply.reason };
  if (reply.kind !== "decoded") return unexpected(reply);
  return { content: Buffer.from(reply.content, 0, contentBytes), sha256: Buffer.from(reply.digest) };
}

/** As `decodeBlock`, but into shared memory, which is as long as the content. */
export async function decodeBlockInto(
  into: Uint8Array,
  payload: Uint8Array,
): Promise<{ readonly sha256: Buffer } | { readonly sha256: undefined; readonly reason: string }> {
  const reply = await decoding({ kind: "digest", contentBytes: into.length, into }, payload);
  if (reply.kind === "failed") return { sha256: undefined, reason: reply.reason };
  return reply.kind === "digested" ? { sha256: Buffer.from(reply.digest) } : unexpected(reply);
}

function decoding(
  question: { readonly kind: "decode" | "digest"; readonly contentBytes: number; readonly into?: Uint8Array },
  payload: Uint8Array,
) {
  threads ??= new BlockThreads(THREADS, "block-decode");
  const shared = payload.buffer instanceof SharedArrayBuffer ? payload : inSharedMemory(payload);
  return threads.ask({ ...question, framed: shared.buffer, start: shared.byteOffset, payloadBytes: shared.length }, []);
}

function inSharedMemory(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}
