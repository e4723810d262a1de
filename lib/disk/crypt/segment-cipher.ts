import { hkdf, randomBytes, webcrypto } from "node:crypto";
import { promisify } from "node:util";
import { AppError } from "@/lib/platform/errors";
import { headerBytesOf, NONCE_PREFIX_BYTES, nonceOf, type StreamParameters, TAG_BYTES } from "./layout";

/** What seals one object, and what the object is bound to. */
export interface SealingKey {
  /** 256 random bits, of this object alone. */
  readonly dataKey: Uint8Array;
  /** Names what the object belongs to, as the id of an image; it opens under the same name only. */
  readonly boundTo: string;
}

/** Whether a segment stands where it should: its number, and whether it is the last. */
export interface SegmentPlace {
  readonly segment: number;
  readonly isLast: boolean;
}

/** Makes the header of a new object: salt and nonce prefix are random. */
export function newHeader(parameters: StreamParameters): Buffer {
  const header = randomBytes(headerBytesOf(parameters));
  header.writeUInt8(header.length, 0);
  return header;
}

/** Seals and opens the segments of one object; the work is done on Node's thread pool. */
export class SegmentCipher {
  private constructor(
    private readonly key: webcrypto.CryptoKey,
    private readonly noncePrefix: Uint8Array,
  ) {}

  /** Errors: `corruptImage` for bytes that are no header, `invalidArgument` for a data key shorter than the derived one. */
  static async of(header: Uint8Array, sealing: SealingKey, parameters: StreamParameters): Promise<SegmentCipher> {
    const { keyBytes, hash } = parameters;
    if (sealing.dataKey.length < keyBytes) throw new AppError("invalidArgument", { dataKeyBytes: sealing.dataKey.length });
    if (header.length !== headerBytesOf(parameters) || header[0] !== header.length)
      throw new AppError("corruptImage", { construct: "sealed.header", offsetBytes: 0 });
    const salt = header.subarray(1, 1 + keyBytes);
    const derived = await promisify(hkdf)(hash, sealing.dataKey, salt, Buffer.from(sealing.boundTo, "utf8"), keyBytes);
    const key = await webcrypto.subtle.importKey("raw", derived, "AES-GCM", false, ["encrypt", "decrypt"]);
    return new SegmentCipher(key, Uint8Array.prototype.slice.call(header, -NONCE_PREFIX_BYTES));
  }

  async seal(plain: Uint8Array<ArrayBuffer>, place: SegmentPlace): Promise<Buffer> {
    return Buffer.from(await webcrypto.subtle.encrypt(this.algorithm(place), this.key, plain));
  }

  /** The plain bytes, or undefined when the segment was not sealed by this key for this place. */
  async open(sealed: Uint8Array<ArrayBuffer>, place: SegmentPlace): Promise<Buffer | undefined> {
    if (sealed.length < TAG_BYTES) return undefined;
    return webcrypto.subtle.decrypt(this.algorithm(place), this.key, sealed).then(
      (plain) => Buffer.from(plain),
      // Web Crypto has one failure for all that does not verify.
      () => undefined,
    );
  }

  private algorithm({ segment, isLast }: SegmentPlace): webcrypto.AesGcmParams {
    const iv = new Uint8Array(nonceOf(this.noncePrefix, segment, isLast));
    return { name: "AES-GCM", iv, tagLength: TAG_BYTES * 8 };
  }
}
