import { nbdFailed } from "./client-handshake";
import { CHUNK, CHUNK_DONE, CHUNK_ERROR_BIT, CHUNK_HEADER_BYTES, OPTION_MAX_BYTES, STRUCTURED_REPLY_MAGIC } from "./protocol";
import type { SocketReader } from "./socket-reader";

/** A question that waits for its answer. `filled`: bytes of the target that have come, always from its start. */
export type PendingRequest =
  | {
      readonly kind: "read";
      readonly offset: number;
      readonly target: Uint8Array;
      filled: number;
      resolve(): void;
      reject(error: Error): void;
    }
  | {
      readonly kind: "status";
      readonly length: number;
      extents: { length: number; flags: number }[];
      resolve(extents: { length: number; flags: number }[]): void;
      reject(error: Error): void;
    };

interface Chunk {
  readonly type: number;
  readonly isLast: boolean;
  readonly cookie: bigint;
  readonly length: number;
}

/** Longest block status answer taken: 128 Ki extents. Unit: bytes. */
const STATUS_MAX_BYTES = 1024 * 1024 + 4;

/**
 * Turns the stream of structured replies into answers. Chunks of one read must come in ascending order without gap or overlap
 * (qemu and nbdkit send them so), which makes an answer complete exactly when its last byte came.
 */
export class ReplyReader {
  constructor(
    private readonly reader: SocketReader,
    private readonly contextId: number | undefined,
  ) {}

  /** Never resolves: it ends by rejecting, `toolFailed` for a server that breaks the rules, `SocketEnded` for one that leaves. */
  async run(pending: Map<bigint, PendingRequest>): Promise<never> {
    const header = Buffer.alloc(CHUNK_HEADER_BYTES);
    for (;;) {
      await this.reader.fill(header);
      if (header.readUInt32BE(0) !== STRUCTURED_REPLY_MAGIC) throw nbdFailed("replyMagic");
      const isLast = (header.readUInt16BE(4) & CHUNK_DONE) !== 0;
      const chunk = { isLast, type: header.readUInt16BE(6), cookie: header.readBigUInt64BE(8), length: header.readUInt32BE(16) };
      const request = pending.get(chunk.cookie);
      if (!request) throw nbdFailed("unknownCookie");
      await this.takeChunk(chunk, request);
      if (chunk.isLast) {
        finish(request);
        pending.delete(chunk.cookie);
      }
    }
  }

  private async takeChunk(chunk: Chunk, request: PendingRequest): Promise<void> {
    if ((chunk.type & CHUNK_ERROR_BIT) !== 0) return this.takeError(chunk);
    if (chunk.type === CHUNK.none && chunk.length === 0 && chunk.isLast) return;
    if (request.kind === "status" && chunk.type === CHUNK.blockStatus) return this.takeStatus(chunk, request);
    if (request.kind === "read" && chunk.type === CHUNK.offsetData && chunk.length > 8) return this.takeData(chunk, request);
    if (request.kind === "read" && chunk.type === CHUNK.offsetHole && chunk.length === 12) return this.takeHole(request);
    throw nbdFailed("chunkType");
  }

  private async takeError(chunk: Chunk): Promise<never> {
    if (chunk.length < 6 || chunk.length > OPTION_MAX_BYTES) throw nbdFailed("errorChunk");
    throw nbdFailed(`errno ${(await this.reader.take(chunk.length)).readUInt32BE(0)}`);
  }

  private async takeData(chunk: Chunk, request: PendingRequest & { kind: "read" }): Promise<void> {
    const offset = (await this.reader.take(8)).readBigUInt64BE(0);
    await this.reader.fill(nextPart(request, offset, chunk.length - 8));
    request.filled += chunk.length - 8;
  }

  private async takeHole(request: PendingRequest & { kind: "read" }): Promise<void> {
    const body = await this.reader.take(12);
    const length = body.readUInt32BE(8);
    nextPart(request, body.readBigUInt64BE(0), length).fill(0);
    request.filled += length;
  }

  private async takeStatus(chunk: Chunk, request: PendingRequest & { kind: "status" }): Promise<void> {
    if (chunk.length < 12 || chunk.length > STATUS_MAX_BYTES || (chunk.length - 4) % 8 !== 0 || request.extents.length > 0) {
      throw nbdFailed("statusChunk");
    }
    const body = await this.reader.take(chunk.length);
    if (body.readUInt32BE(0) !== this.contextId) throw nbdFailed("statusContext");
    let covered = 0;
    for (let at = 4; at < body.length; at += 8) {
      const extent = { length: body.readUInt32BE(at), flags: body.readUInt32BE(at + 4) };
      if (extent.length === 0 || covered >= request.length) throw nbdFailed("statusExtent");
      covered += extent.length;
      request.extents.push(extent);
    }
  }
}

function nextPart(request: PendingRequest & { kind: "read" }, offset: bigint, length: number): Uint8Array {
  const expected = BigInt(request.offset + request.filled);
  if (offset !== expected || length === 0 || request.filled + length > request.target.length) throw nbdFailed("chunkRange");
  return request.target.subarray(request.filled, request.filled + length);
}

function finish(request: PendingRequest): void {
  if (request.kind === "status") {
    if (request.extents.length === 0) throw nbdFailed("noStatus");
    request.resolve(request.extents);
  } else {
    if (request.filled !== request.target.length) throw nbdFailed("shortRead");
    request.resolve();
  }
}
