import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Bytes of every key here: 256 bits. */
export const KEY_BYTES = 32;
/** Bytes of a wrapped key: nonce, key, tag. */
export const WRAPPED_KEY_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES;

/**
 * A 256-bit key under another by AES-256-GCM with a random nonce, bound to a context: it unwraps under the same key and context only.
 * Boundary: one key may wrap 2^32 others (NIST SP 800-38D, 8.3).
 */
export function wrapKey(wrapping: Uint8Array, key: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", wrapping, nonce);
  cipher.setAAD(Buffer.from(context, "utf8"));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

/** The key inside, or undefined when it was wrapped by another key, for another context, or was altered. */
export function unwrapKey(wrapping: Uint8Array, wrapped: Uint8Array, context: string): Buffer | undefined {
  if (wrapped.length !== WRAPPED_KEY_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", wrapping, wrapped.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context, "utf8"));
  decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    // The one thing that can go wrong is that it does not verify.
    return undefined;
  }
}
