import { BlockThreads, unexpected } from "./block-threads";

/** Threads of this process, started when a block is first decoded. */
const THREADS = 2;

let threads: BlockThreads | undefined;

/** What a payload holds, or why it does not decode: `contentLength`, or the code of zlib's error. */
export type DecodedBlock =
  | { readonly content: Buffer<ArrayBuffer>; readonly sha256: Buffer }
  | { readonly content: undefined; readonly reason: string };

/** Decodes the zstd payload of a block and digests what comes out, in one go on a thread. The content is alone in its memory. */
export async function decodeBlock(payload: Uint8Array, contentBytes: number): Promise<DecodedBlock> {
  threads ??= new BlockThreads(THREADS, "block-decode");
  const framed = new Uint8Array(payload).buffer; // a copy, as the payload may share its memory
  const reply = await threads.ask({ kind: "decode", framed, start: 0, payloadBytes: payload.length, contentBytes }, [framed]);
  if (reply.kind === "failed") return { content: undefined, reason: reply.reason };
  if (reply.kind !== "decoded") return unexpected(reply);
  return { content: Buffer.from(reply.content), sha256: Buffer.from(reply.digest) };
}
