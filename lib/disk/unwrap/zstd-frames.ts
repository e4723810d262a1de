import { refuse } from "../inspect/refusal";
import { ZSTD_MAX_FRAMES } from "./constraints";

/** A piece of a stream that lies in one frame. */
export interface FramePiece {
  readonly bytes: Buffer;
  /** True for the last piece of its frame. */
  readonly ends: boolean;
}

type Part = "magic" | "descriptor" | "header" | "blockHeader" | "block" | "checksum" | "skipSize" | "skip";

/** The parts whose value decides what follows. */
const FIELDS: ReadonlySet<Part> = new Set(["magic", "descriptor", "blockHeader", "skipSize"]);

const MAGIC = 0xfd2f_b528;
const SKIPPABLE_MAGIC = 0x184d_2a50;
/** Bytes of the frame content size by its flag, without a single segment. */
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;
const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const;
const RLE = 1;
const RESERVED = 3;

/**
 * Cuts a zstd stream at the ends of its frames, which Node's decompressor does not pass: it takes the first and forgets the rest.
 * Reads block headers only; what is in the blocks is the decompressor's to judge. Skippable frames are left out.
 * Errors: `corruptImage` for bytes that are no frame, `decompressionLimit` for more frames than any writer makes.
 * Source: RFC 8878, 3.1.
 */
export class ZstdFrames {
  private part: Part = "magic";
  /** Bytes of a part that came in one chunk and are not yet all there. */
  private field = Buffer.alloc(0);
  private left = 4;
  private hasChecksum = false;
  private isLastBlock = false;
  private frames = 0;
  private offsetBytes = 0;

  /** True between two frames: where a stream may end. */
  get isWhole(): boolean {
    return this.part === "magic" && this.field.length === 0;
  }

  /** The pieces of the next bytes of the stream. The bytes of a frame's magic come when all four are there. */
  *split(chunk: Buffer): Generator<FramePiece> {
    let start = 0;
    let at = 0;
    while (at < chunk.length) {
      const count = Math.min(this.left, chunk.length - at);
      if (FIELDS.has(this.part)) this.field = Buffer.concat([this.field, chunk.subarray(at, at + count)]);
      at += count;
      this.left -= count;
      this.offsetBytes += count;
      if (this.left > 0) break;
      const field = this.field;
      this.field = Buffer.alloc(0);
      const outcome = this.next(field);
      if (outcome === "frame") yield { bytes: field, ends: false };
      if (outcome === "end") yield { bytes: chunk.subarray(start, at), ends: true };
      if (outcome !== "on") start = at;
    }
    const isInFrame = this.part !== "magic" && this.part !== "skip" && this.part !== "skipSize";
    if (isInFrame && start < chunk.length) yield { bytes: chunk.subarray(start), ends: false };
  }

  /** Goes on to the part after the one that is complete. */
  private next(field: Buffer): "frame" | "end" | "skipped" | "on" {
    switch (this.part) {
      case "magic":
        return this.begin(field.readUInt32LE(0));
      case "skipSize":
        return this.skip(field.readUInt32LE(0));
      case "skip":
        this.expect("magic", 4);
        return "skipped";
      case "descriptor":
        this.describe(field.readUInt8(0));
        return "on";
      case "header":
        this.expect("blockHeader", 3);
        return "on";
      case "blockHeader":
        return this.block(field.readUIntLE(0, 3));
      case "block":
        return this.afterBlock();
      case "checksum":
        this.expect("magic", 4);
        return "end";
    }
  }

  private expect(part: Part, bytes: number): void {
    this.part = part;
    this.left = bytes;
  }

  private begin(magic: number): "frame" | "skipped" {
    const isSkippable = (magic & 0xffff_fff0) >>> 0 === SKIPPABLE_MAGIC;
    if (magic !== MAGIC && !isSkippable) refuse("corruptImage", { construct: "zstd.frame", offsetBytes: this.offsetBytes - 4 });
    if (++this.frames > ZSTD_MAX_FRAMES) refuse("decompressionLimit", { construct: "zstd.frames", found: String(this.frames) });
    if (isSkippable) this.expect("skipSize", 4);
    else this.expect("descriptor", 1);
    return isSkippable ? "skipped" : "frame";
  }

  private skip(sizeBytes: number): "skipped" | "on" {
    this.expect(sizeBytes > 0 ? "skip" : "magic", sizeBytes > 0 ? sizeBytes : 4);
    return sizeBytes > 0 ? "on" : "skipped";
  }

  private describe(descriptor: number): void {
    this.hasChecksum = (descriptor & 0b100) !== 0;
    const isSingleSegment = (descriptor & 0b10_0000) !== 0;
    const sizeFlag = descriptor >> 6;
    const contentSizeBytes = sizeFlag === 0 && isSingleSegment ? 1 : (CONTENT_SIZE_BYTES[sizeFlag] ?? 0);
    const rest = (isSingleSegment ? 0 : 1) + (DICTIONARY_ID_BYTES[descriptor & 0b11] ?? 0) + contentSizeBytes;
    this.expect("header", rest);
  }

  private block(header: number): "end" | "on" {
    this.isLastBlock = (header & 1) !== 0;
    const type = (header >> 1) & 0b11;
    if (type === RESERVED) refuse("corruptImage", { construct: "zstd.block", offsetBytes: this.offsetBytes - 3 });
    const bytes = type === RLE ? 1 : header >> 3;
    if (bytes === 0) return this.afterBlock();
    this.expect("block", bytes);
    return "on";
  }

  private afterBlock(): "end" | "on" {
    if (!this.isLastBlock) this.expect("blockHeader", 3);
    else if (this.hasChecksum) this.expect("checksum", 4);
    else this.expect("magic", 4);
    return this.isLastBlock && !this.hasChecksum ? "end" : "on";
  }
}
