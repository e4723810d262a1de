// The body of a worker thread that compresses, decompresses and digests blocks. It runs as source in development (Node strips
// the types) and as dist/block-thread.mjs in production, so it imports nothing but Node and uses only erasable TypeScript.
import { createHash, hash } from "node:crypto";
import { parentPort } from "node:worker_threads";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** A question to the thread. Buffers travel by transfer: who sends one no longer has it. */
export type ThreadJob =
  | {
      readonly kind: "compress";
      readonly id: number;
      readonly content: ArrayBuffer;
      readonly level: number;
      /** Room to leave before the payload, behind it, and the multiple its buffer is padded to with zeros. Unit: bytes. */
      readonly headBytes: number;
      readonly tailBytes: number;
      readonly alignBytes: number;
    }
  | {
      readonly kind: "digest";
      readonly id: number;
      /** Holds the payload at `start`, `payloadBytes` long, which must decompress to `contentBytes`. */
      readonly framed: ArrayBuffer;
      readonly start: number;
      readonly payloadBytes: number;
      readonly contentBytes: number;
    }
  | { readonly kind: "hash"; readonly id: number; readonly bytes: ArrayBuffer }
  | { readonly kind: "hashEnd"; readonly id: number };

/** Its answer, with the same `id`. */
export type ThreadReply =
  | {
      readonly kind: "compressed";
      readonly id: number;
      /** The buffer of the question, to be used again. */
      readonly content: ArrayBuffer;
      /** Undefined for content that is all zeros. */
      readonly packed: { readonly framed: ArrayBuffer; readonly payloadBytes: number; readonly digest: Uint8Array } | undefined;
    }
  | { readonly kind: "digested"; readonly id: number; readonly digest: Uint8Array }
  | { readonly kind: "hashed"; readonly id: number; readonly bytes: ArrayBuffer }
  | { readonly kind: "hashEnded"; readonly id: number; readonly sha256: string }
  | { readonly kind: "failed"; readonly id: number; readonly reason: string };

/** Largest zstd window a frame may ask for, as a power of two: 8 MiB. */
const WINDOW_LOG_MAX = 23;

let zeros = Buffer.alloc(0);
let object = createHash("sha256");

function isZero(content: Uint8Array): boolean {
  if (zeros.length !== content.length) zeros = Buffer.alloc(content.length);
  return zeros.equals(content);
}

function compress(job: ThreadJob & { kind: "compress" }): ThreadReply {
  const content = new Uint8Array(job.content);
  if (isZero(content)) return { kind: "compressed", id: job.id, content: job.content, packed: undefined };
  const payload = zstdCompressSync(content, {
    // One output buffer that holds the worst case: growing in small chunks costs a fifth of the speed.
    chunkSize: content.length + (content.length >> 7),
    pledgedSrcSize: content.length,
    params: {
      [constants.ZSTD_c_compressionLevel]: job.level,
      [constants.ZSTD_c_checksumFlag]: 1,
      [constants.ZSTD_c_contentSizeFlag]: 1,
    },
  });
  const usedBytes = job.headBytes + payload.length + job.tailBytes;
  const framed = new ArrayBuffer(Math.ceil(usedBytes / job.alignBytes) * job.alignBytes);
  new Uint8Array(framed).set(payload, job.headBytes);
  const digest = new Uint8Array(hash("sha256", content, "buffer"));
  return { kind: "compressed", id: job.id, content: job.content, packed: { framed, payloadBytes: payload.length, digest } };
}

function digest(job: ThreadJob & { kind: "digest" }): ThreadReply {
  const content = zstdDecompressSync(new Uint8Array(job.framed, job.start, job.payloadBytes), {
    chunkSize: job.contentBytes,
    maxOutputLength: job.contentBytes,
    params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
  });
  if (content.length !== job.contentBytes) return { kind: "failed", id: job.id, reason: "contentLength" };
  return { kind: "digested", id: job.id, digest: new Uint8Array(hash("sha256", content, "buffer")) };
}

function answer(job: ThreadJob): ThreadReply {
  switch (job.kind) {
    case "compress":
      return compress(job);
    case "digest":
      return digest(job);
    case "hash":
      object.update(new Uint8Array(job.bytes));
      return { kind: "hashed", id: job.id, bytes: job.bytes };
    case "hashEnd": {
      const sha256 = object.digest("hex");
      object = createHash("sha256");
      return { kind: "hashEnded", id: job.id, sha256 };
    }
  }
}

function transfersOf(reply: ThreadReply): ArrayBuffer[] {
  if (reply.kind === "compressed") return reply.packed ? [reply.content, reply.packed.framed] : [reply.content];
  return reply.kind === "hashed" ? [reply.bytes] : [];
}

const port = parentPort;
port?.on("message", (job: ThreadJob) => {
  let reply: ThreadReply;
  try {
    reply = answer(job);
  } catch (error) {
    reply = { kind: "failed", id: job.id, reason: error instanceof Error ? error.message : "unknown" };
  }
  port.postMessage(reply, transfersOf(reply));
});
