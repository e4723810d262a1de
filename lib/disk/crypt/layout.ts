import { AppError } from "@/lib/platform/errors";
import { KIB } from "../model";

// Where the bytes of a sealed object stand. The construction is AES-GCM-HKDF Streaming AEAD as the Tink library publishes it
// (developers.google.com/tink/streaming-aead/aes_gcm_hkdf_streaming), after the STREAM of Hoang, Reyhanitabar, Rogaway and
// Vizár (CRYPTO 2015) and the analysis of Hoang and Shen (CCS 2020); nothing here is of our own invention.
//
//   header    one byte with the header's length, a salt as long as the derived key, seven bytes that begin every nonce
//   segment i the plain bytes under AES-GCM, tag behind them. Nonce: those seven bytes, i (u32 BE), 1 for the last segment, else 0
//
// Every segment but the last fills `segmentBytes`; the first one shares it with the header. The key of the segments is derived by
// HKDF from the data key and the salt, with the name of what the object belongs to as its context: another header, key
// or owner fits no segment.

export interface StreamParameters {
  readonly hash: "sha1" | "sha256" | "sha512";
  /** Of the derived AES key. Unit: bytes. */
  readonly keyBytes: 16 | 32;
  /** Of a sealed segment, tag included. Unit: bytes. */
  readonly segmentBytes: number;
}

/** How disks are sealed. Smaller segments cost calls, larger ones bytes that a random read did not ask for. */
export const DISK_STREAM: StreamParameters = { hash: "sha256", keyBytes: 32, segmentBytes: 128 * KIB };

export const TAG_BYTES = 16;
export const NONCE_PREFIX_BYTES = 7;
const NONCE_BYTES = 12;
/** Segment numbers are 32 bits. Boundary: exclusive. */
const SEGMENTS_MAX = 2 ** 32;

export const headerBytesOf = ({ keyBytes }: StreamParameters): number => 1 + keyBytes + NONCE_PREFIX_BYTES;

/** Plain bytes of a full segment behind the first. */
export const plainSegmentBytes = ({ segmentBytes }: StreamParameters): number => segmentBytes - TAG_BYTES;

/** Segments of an object that holds this much; one that holds nothing has one. Errors: `invalidArgument` beyond 2^32. */
export function segmentCountOf(plainBytes: number, parameters: StreamParameters): number {
  const count = Math.max(1, Math.ceil((plainBytes + headerBytesOf(parameters)) / plainSegmentBytes(parameters)));
  if (count > SEGMENTS_MAX) throw new AppError("invalidArgument", { plainBytes });
  return count;
}

/** Length of the sealed object. Unit: bytes. */
export function sealedBytesOf(plainBytes: number, parameters: StreamParameters = DISK_STREAM): number {
  return headerBytesOf(parameters) + plainBytes + segmentCountOf(plainBytes, parameters) * TAG_BYTES;
}

/** What a sealed object of this length holds. Unit: bytes. Errors: `truncatedImage` for a length no sealed object has. */
export function plainBytesOf(sealedBytes: number, parameters: StreamParameters): number {
  const segments = Math.ceil(sealedBytes / parameters.segmentBytes);
  const plainBytes = sealedBytes - headerBytesOf(parameters) - segments * TAG_BYTES;
  if (plainBytes < 0 || sealedBytesOf(plainBytes, parameters) !== sealedBytes)
    throw new AppError("truncatedImage", { construct: "sealed.size", offsetBytes: sealedBytes });
  return plainBytes;
}

/** The segment that holds a plain byte. */
export function segmentOf(plainOffset: number, parameters: StreamParameters): number {
  return Math.floor((plainOffset + headerBytesOf(parameters)) / plainSegmentBytes(parameters));
}

/** Where a segment's plain bytes begin. Unit: bytes. */
export function plainStartOf(segment: number, parameters: StreamParameters): number {
  return segment === 0 ? 0 : segment * plainSegmentBytes(parameters) - headerBytesOf(parameters);
}

/** Where a segment begins in the sealed object. Unit: bytes. */
export function sealedStartOf(segment: number, parameters: StreamParameters): number {
  return segment === 0 ? headerBytesOf(parameters) : segment * parameters.segmentBytes;
}

export function nonceOf(prefix: Uint8Array, segment: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.set(prefix, 0);
  nonce.writeUInt32BE(segment, NONCE_PREFIX_BYTES);
  nonce.writeUInt8(isLast ? 1 : 0, NONCE_BYTES - 1);
  return nonce;
}
