// The body of a worker thread that compresses, decompresses and digests blocks. It runs as source in development (Node strips
// the types) and as dist/block-thread.mjs in production, so it imports nothing but Node and uses only erasable TypeScript.
import { createHash, hash } from "node:crypto";
import { parentPort } from "node:worker_threads";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** How a payload is to be left. */
interface Packing {
  readonly level: number;
  /** Room to leave before the payload, behind it, and the multiple its buffer is padded to with zeros. Unit: bytes. */
  readonly headBytes: number;
  readonly tailBytes: number;
  readonly alignBytes: number;
}

/** A payload in its room with the digest of its content; undefined for content that is all zeros. */
type Packed = { readonly framed: ArrayBuffer; readonly payloadBytes: number; readonly digest: Uint8Array } | undefined;

/** A question to the thread. Buffers travel by transfer: who sends one no longer has it. */
export type ThreadJob =
  | ({ readonly kind: "compress"; readonly id: number; readonly content: ArrayBuffer } & Packing)
  | ({
      readonly kind: "takeOver";
      readonly id: number;
      /** A payload and nothing else, which must decompress to `contentBytes`; of these the first `insideBytes` are of the disk. */
      readonly framed: ArrayBuffer;
      readonly contentBytes: number;
      readonly insideBytes: number;
      /** It may stay as it is. */
      readonly isReusable: boolean;
    } & Packing)
  | {
      /** Both decode a payload; `decode` gives the content back as well, in memory of its own. */
      readonly kind: "digest" | "decode";
      readonly id: number;
      /** Holds the payload at `start`, `payloadBytes` long, which must decompress to `contentBytes`. May be shared. */
      readonly framed: ArrayBufferLike;
      readonly start: number;
      readonly payloadBytes: number;
      readonly contentBytes: number;
      /** Shared memory of `contentBytes` that the content is copied to. */
      readonly into?: Uint8Array;
    }
  | { readonly kind: "hash"; readonly id: number; readonly bytes: ArrayBuffer | Uint8Array }
  | { readonly kind: "hashEnd"; readonly id: number };

/** Its answer, with the same `id`. */
export type ThreadReply =
  | {
      readonly kind: "compressed";
      readonly id: number;
      /** The buffer of the question, to be used again. */
      readonly content: ArrayBuffer;
      readonly packed: Packed;
    }
  | { readonly kind: "taken"; readonly id: number; readonly packed: Packed }
  | { readonly kind: "digested"; readonly id: number; readonly digest: Uint8Array }
  /** `content` may be longer than what was asked for. */
  | { readonly kind: "decoded"; readonly id: number; readonly content: ArrayBuffer; readonly digest: Uint8Array }
  /** Gives the memory back that was not shared. */
  | { readonly kind: "hashed"; readonly id: number; readonly bytes?: ArrayBuffer }
  | { readonly kind: "hashEnded"; readonly id: number; readonly sha256: string }
  | { readonly kind: "failed"; readonly id: number; readonly reason: string };

/** Room behind what is decompressed: where the end meets that of its memory, Node takes as much again to see that nothing follows. */
const SPARE_BYTES = 64;
/** Largest zstd window a frame may ask for, as a power of two: 8 MiB. */
const WINDOW_LOG_MAX = 23;

let zeros = Buffer.alloc(0);
let object = createHash("sha256");

function isZero(content: Uint8Array): boolean {
  if (zeros.length !== content.length) zeros = Buffer.alloc(content.length);
  return zeros.equals(content);
}

function pack(content: Uint8Array, packing: Packing): Packed {
  if (isZero(content)) return undefined;
  const payload = zstdCompressSync(content, {
    // One output buffer that holds the worst case: growing in small chunks costs a fifth of the speed.
    chunkSize: content.length + (content.length >> 7),
    pledgedSrcSize: content.length,
    params: {
      [constants.ZSTD_c_compressionLevel]: packing.level,
      [constants.ZSTD_c_checksumFlag]: 1,
      [constants.ZSTD_c_contentSizeFlag]: 1,
    },
  });
  return place(payload, content, packing);
}

function place(payload: Uint8Array, content: Uint8Array, { headBytes, tailBytes, alignBytes }: Packing): Packed {
  const usedBytes = headBytes + payload.length + tailBytes;
  const framed = new ArrayBuffer(Math.ceil(usedBytes / alignBytes) * alignBytes);
  new Uint8Array(framed).set(payload, headBytes);
  return { framed, payloadBytes: payload.length, digest: new Uint8Array(hash("sha256", content, "buffer")) };
}

function compress(job: ThreadJob & { kind: "compress" }): ThreadReply {
  return { kind: "compressed", id: job.id, content: job.content, packed: pack(new Uint8Array(job.content), job) };
}

function takeOver(job: ThreadJob & { kind: "takeOver" }): ThreadReply {
  const payload = new Uint8Array(job.framed);
  const content = decompress(payload, job.contentBytes);
  if (content.length !== job.contentBytes) return { kind: "failed", id: job.id, reason: "contentLength" };
  const padding = content.subarray(job.insideBytes);
  const isClean = padding.every((byte) => byte === 0);
  padding.fill(0);
  if (isZero(content)) return { kind: "taken", id: job.id, packed: undefined };
  return { kind: "taken", id: job.id, packed: job.isReusable && isClean ? place(payload, content, job) : pack(content, job) };
}

function decompress(payload: Uint8Array, contentBytes: number): Buffer<ArrayBuffer> {
  return zstdDecompressSync(payload, {
    chunkSize: contentBytes + SPARE_BYTES,
    maxOutputLength: contentBytes,
    params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
  });
}

function decode(job: ThreadJob & { kind: "digest" | "decode" }): ThreadReply {
  const content = decompress(new Uint8Array(job.framed, job.start, job.payloadBytes), job.contentBytes);
  if (content.length !== job.contentBytes) return { kind: "failed", id: job.id, reason: "contentLength" };
  const digest = new Uint8Array(hash("sha256", content, "buffer"));
  job.into?.set(content);
  return job.kind === "digest"
    ? { kind: "digested", id: job.id, digest }
    : { kind: "decoded", id: job.id, content: memoryOf(content), digest };
}

/** Memory that begins with these bytes: as they were made if it does already. */
function memoryOf({ buffer, byteOffset, length }: Buffer<ArrayBuffer>): ArrayBuffer {
  return byteOffset === 0 ? buffer : buffer.slice(byteOffset, byteOffset + length);
}

function answer(job: ThreadJob): ThreadReply {
  switch (job.kind) {
    case "compress":
      return compress(job);
    case "takeOver":
      return takeOver(job);
    case "digest":
    case "decode":
      return decode(job);
    case "hash":
      object.update(job.bytes instanceof ArrayBuffer ? new Uint8Array(job.bytes) : job.bytes);
      return { kind: "hashed", id: job.id, ...(job.bytes instanceof ArrayBuffer && { bytes: job.bytes }) };
    case "hashEnd": {
      const sha256 = object.digest("hex");
      object = createHash("sha256");
      return { kind: "hashEnded", id: job.id, sha256 };
    }
  }
}

function transfersOf(reply: ThreadReply): ArrayBuffer[] {
  if (reply.kind === "compressed") return reply.packed ? [reply.content, reply.packed.framed] : [reply.content];
  if (reply.kind === "taken") return reply.packed ? [reply.packed.framed] : [];
  if (reply.kind === "decoded") return [reply.content];
  return reply.kind === "hashed" && reply.bytes ? [reply.bytes] : [];
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error ? String(error.code) : error.message;
}

const port = parentPort;
port?.on("message", (job: ThreadJob) => {
  let reply: ThreadReply;
  try {
    reply = answer(job);
  } catch (error) {
    reply = { kind: "failed", id: job.id, reason: reasonOf(error) };
  }
  port.postMessage(reply, transfersOf(reply));
});
