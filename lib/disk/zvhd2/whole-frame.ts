import { AppError } from "@/lib/platform/errors";
import { ZstdFrames } from "../unwrap/zstd-frames";

const DESCRIPTOR_AT = 4;
/** Of the descriptor: the checksum flag, the reserved bit, and the two that announce a dictionary. */
const CHECKSUM = 0b100;
const LOW_BITS = 0b1111;

/**
 * Whether a payload is what this service writes itself: one zstd frame with the checksum of its content, without a dictionary, and nothing
 * before or behind it. Reads the headers of its blocks only; whether they decode is the decompressor's to say. Source: RFC 8878, 3.1.1.
 */
export function isWholeFrame(payload: Buffer): boolean {
  if (payload.length <= DESCRIPTOR_AT || (payload.readUInt8(DESCRIPTOR_AT) & LOW_BITS) !== CHECKSUM) return false;
  let bytes = 0;
  let frames = 0;
  try {
    for (const piece of new ZstdFrames().split(payload)) {
      bytes += piece.bytes.length;
      if (piece.ends) frames++;
    }
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
  return frames === 1 && bytes === payload.length;
}
