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

/** Room for the payload of a block that did not compress. Unit: bytes. */
const INPUT_BYTES = BLOCK_BYTES + 64 * KIB;
/** As many as one cache loads at once. */
const INPUTS_KEPT = 8;

/** Memory that threads see, used again: new memory for each payload would have the collectors of all threads run after every few. */
const inputs: SharedArrayBuffer[] = [];

/** Decodes the zstd payload of a block and digests what comes out, in one go on a thread. */
export async function decodeBlock(payload: Uint8Array, contentBytes: number): Promise<DecodedBlock> {
  threads ??= new BlockThreads(THREADS, "block-decode");
  const framed = (payload.length <= INPUT_BYTES ? inputs.pop() : undefined) ?? new SharedArrayBuffer(Math.max(INPUT_BYTES, payload.length));
  new Uint8Array(framed).set(payload);
  const reply = await threads.ask({ kind: "decode", framed, start: 0, payloadBytes: payload.length, contentBytes }, []);
  if (framed.byteLength === INPUT_BYTES && inputs.length < INPUTS_KEPT) inputs.push(framed);
  if (reply.kind === "failed") return { content: undefined, reason: reply.reason };
  if (reply.kind !== "decoded") return unexpected(reply);
  return { content: Buffer.from(reply.content, 0, contentBytes), sha256: Buffer.from(reply.digest) };
}
