import { promisify } from "node:util";
import { constants, deflateRaw, type ZlibOptions } from "node:zlib";
import { AppError } from "@/lib/platform/errors";
import { KIB } from "../model";
import { BLOCK_BYTES, blockCountOf, RECORD_HEAD_BYTES, recordLength, sealRecord, type Zvhd2Identity } from "../zvhd2/layout";
import type { ByteSink } from "../zvhd2/writer";
import { encodeZvhdHeader } from "./layout";

/** The published writer's level: every record begins where the one before ended, so speed is worth more than size. */
const DEFLATE_LEVEL = 1;
/** Opens the stream at level 1. The checksum that would close it never comes, as the stream is never finished. */
const ZLIB_HEADER = Buffer.of(0x78, 0x01);
/** Room for what compression may add to a block, so that the result is one buffer. */
const DEFLATE = { level: DEFLATE_LEVEL, finishFlush: constants.Z_SYNC_FLUSH, chunkSize: BLOCK_BYTES + 64 * KIB };

/**
 * One block's part of the deflate stream, on Node's thread pool. It ends on a byte and refers to nothing before it, so that parts made at
 * the same time, put one behind the other, are the one stream that every reader expects.
 */
export function deflateBlock(content: Uint8Array): Promise<Buffer> {
  return promisify<Uint8Array, ZlibOptions, Buffer>(deflateRaw)(content, DEFLATE);
}

/**
 * Writes one ZVHD file to a sink as its blocks come: header, records, header again. All payloads together are one deflate stream,
 * flushed at the end of every record and never finished. Calls must not overlap. Memory: one record.
 */
export class ZvhdWriter {
  private readonly header: Buffer;
  private lastBlock = -1;
  private position = 0;

  /** `virtualSizeBytes` is kept exactly. Errors: `invalidArgument` for a size of no bytes or a UUID of a wrong length. */
  constructor(
    private readonly sink: ByteSink,
    private readonly virtualSizeBytes: number,
    identity: Zvhd2Identity,
  ) {
    if (!Number.isSafeInteger(virtualSizeBytes) || virtualSizeBytes <= 0) throw new AppError("invalidArgument", { virtualSizeBytes });
    if (identity.uuid.length !== 16) throw new AppError("invalidArgument", { uuidBytes: identity.uuid.length });
    this.header = encodeZvhdHeader(virtualSizeBytes, identity);
  }

  /** Stores one block of exactly 2 MiB. Errors: `invalidArgument` when blocks do not ascend or one lies beyond the disk. */
  async writeBlock(block: number, content: Buffer): Promise<void> {
    if (content.length !== BLOCK_BYTES) throw new AppError("invalidArgument", { block, lengthBytes: content.length });
    await this.writeDeflated(block, await deflateBlock(content));
  }

  /** Stores one block whose part of the stream was made by `deflateBlock`. Errors: as `writeBlock`. */
  async writeDeflated(block: number, part: Buffer): Promise<void> {
    if (block <= this.lastBlock || block >= blockCountOf(this.virtualSizeBytes))
      throw new AppError("invalidArgument", { block, lastBlock: this.lastBlock });
    await this.begin();
    const opening = this.lastBlock === -1 ? ZLIB_HEADER.length : 0;
    const record = Buffer.alloc(recordLength(opening + part.length));
    ZLIB_HEADER.copy(record, RECORD_HEAD_BYTES, 0, opening);
    part.copy(record, RECORD_HEAD_BYTES + opening);
    sealRecord(record, block, opening + part.length);
    this.lastBlock = block;
    await this.append(record);
  }

  /** Ends the file and answers its length. Nothing may be written after. Unit: bytes. */
  async finish(): Promise<number> {
    await this.begin();
    await this.append(Buffer.from(this.header));
    return this.position;
  }

  private async begin(): Promise<void> {
    if (this.position === 0) await this.append(Buffer.from(this.header));
  }

  private async append(bytes: Buffer): Promise<void> {
    this.position += bytes.length;
    await this.sink.write(bytes);
  }
}
