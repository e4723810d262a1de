import { constants, createInflate, type Inflate } from "node:zlib";
import { AppError } from "@/lib/platform/errors";
import type { RandomAccess } from "../model";
import { BLOCK_BYTES, blockCountOf, decodeRecord, PAGE_BYTES, payloadBytesOf, RECORD_MAX_BYTES, recordLength } from "../zvhd2/layout";
import { VIRTUAL_SIZE_MAX_BYTES } from "../zvhd2/reader";
import { decodeZvhdHeader, isZvhdHeader } from "./layout";

export interface ZvhdBlock {
  readonly block: number;
  /** Exactly 2 MiB; the last block of a disk is padded with zeros. */
  readonly content: Buffer;
}

/** An opened ZVHD file: its exact size, and its blocks, which can only be read from the first to the last. */
export interface ZvhdFile {
  /** Unit: bytes. */
  readonly virtualSizeBytes: number;
  /**
   * The stored blocks, ascending; what is missing is zeros. May be walked once. Memory: one record and one block.
   * Errors: `corruptImage`, `decompressionLimit` for a record that unpacks to more than 2 MiB, `truncatedImage` without a trailer.
   */
  blocks(): AsyncGenerator<ZvhdBlock>;
}

/**
 * Opens a ZVHD file by its header. Errors: `truncatedImage` for less than two pages, `corruptImage` for fields that contradict
 * each other, `imageTooLarge` above `maxVirtualSizeBytes`.
 */
export async function openZvhd(source: RandomAccess, maxVirtualSizeBytes = VIRTUAL_SIZE_MAX_BYTES): Promise<ZvhdFile> {
  if (source.sizeBytes < 2 * PAGE_BYTES)
    throw new AppError("truncatedImage", { construct: "zvhd.trailer", offsetBytes: 0, found: `${source.sizeBytes} bytes` });
  const header = decodeZvhdHeader(await source.read(0, PAGE_BYTES));
  if (header === undefined) throw new AppError("corruptImage", { construct: "zvhd.header", offsetBytes: 0 });
  if (!header.checksumOk) throw new AppError("corruptImage", { construct: "zvhd.checksum", offsetBytes: 64 });
  if (header.formatVersion !== 0x0001_0000) throw new AppError("corruptImage", { construct: "zvhd.formatVersion", offsetBytes: 12 });
  if (header.virtualSizeBytes === 0n) throw new AppError("corruptImage", { construct: "zvhd.virtualSize", offsetBytes: 40, found: "0" });
  if (header.virtualSizeBytes > BigInt(maxVirtualSizeBytes))
    throw new AppError("imageTooLarge", { construct: "zvhd.virtualSize", offsetBytes: 40, found: String(header.virtualSizeBytes) });
  const virtualSizeBytes = Number(header.virtualSizeBytes);
  return { virtualSizeBytes, blocks: () => readBlocks(source, blockCountOf(virtualSizeBytes)) };
}

async function* readBlocks(source: RandomAccess, blockCount: number): AsyncGenerator<ZvhdBlock> {
  const stream = new InflateStream();
  try {
    let offset = PAGE_BYTES;
    let lastBlock = -1;
    for (;;) {
      const record = await readRecord(source, offset);
      if (record === undefined) return;
      const decoded = decodeRecord(record);
      if (decoded === undefined) throw new AppError("corruptImage", { construct: "zvhd.record", offsetBytes: offset });
      const { block, payload } = decoded;
      if (block <= lastBlock || block >= blockCount)
        throw new AppError("corruptImage", { construct: "zvhd.recordBlock", offsetBytes: offset, found: String(block) });
      yield { block, content: await stream.next(payload, offset) };
      lastBlock = block;
      offset += record.length;
    }
  } finally {
    stream.close();
  }
}

/** The record at an offset, or undefined at the trailer. */
async function readRecord(source: RandomAccess, offset: number): Promise<Buffer | undefined> {
  const head = await source.read(offset, PAGE_BYTES);
  if (head.length < PAGE_BYTES) throw new AppError("truncatedImage", { construct: "zvhd.trailer", offsetBytes: offset });
  if (isZvhdHeader(head)) return undefined;
  const length = recordLength(payloadBytesOf(head));
  if (length > RECORD_MAX_BYTES) throw new AppError("corruptImage", { construct: "zvhd.recordLength", offsetBytes: offset });
  const record = await source.read(offset, length);
  if (record.length < length) throw new AppError("truncatedImage", { construct: "zvhd.record", offsetBytes: offset });
  return record;
}

/** The one deflate stream that runs through all records. */
class InflateStream {
  private readonly inflate: Inflate = createInflate({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: BLOCK_BYTES });
  private pieces: Buffer[] = [];
  private lengthBytes = 0;
  private failure: { readonly code: "decompressionLimit" | "corruptImage"; readonly cause: Error | undefined } | undefined;

  constructor() {
    this.inflate.on("data", (piece: Buffer) => {
      this.pieces.push(piece);
      this.lengthBytes += piece.length;
      // What a record may unpack to is known, so a bomb stops at its first byte too many.
      if (this.lengthBytes > BLOCK_BYTES) this.fail("decompressionLimit");
    });
    this.inflate.on("error", (error) => this.fail("corruptImage", error));
  }

  /** The next 2 MiB. `offsetBytes`: where the record stands, for a refusal. */
  async next(payload: Buffer, offsetBytes: number): Promise<Buffer> {
    this.pieces = [];
    this.lengthBytes = 0;
    await new Promise<void>((resolve) => {
      this.inflate.once("close", resolve);
      this.inflate.write(payload, () => this.inflate.flush(constants.Z_SYNC_FLUSH, resolve));
    });
    this.inflate.removeAllListeners("close");
    if (this.failure !== undefined)
      throw new AppError(this.failure.code, { construct: "zvhd.payload", offsetBytes }, { cause: this.failure.cause });
    if (this.lengthBytes !== BLOCK_BYTES)
      throw new AppError("corruptImage", { construct: "zvhd.payloadLength", offsetBytes, found: `${this.lengthBytes} bytes` });
    return this.pieces.length === 1 && this.pieces[0] !== undefined ? this.pieces[0] : Buffer.concat(this.pieces);
  }

  close(): void {
    this.inflate.destroy();
  }

  private fail(code: "decompressionLimit" | "corruptImage", cause?: Error): void {
    this.failure ??= { code, cause };
    this.inflate.destroy();
  }
}
