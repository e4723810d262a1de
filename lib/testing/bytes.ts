import { createHash } from "node:crypto";

/** Bytes that look random and are the same every time: no two blocks alike, nothing to compress. */
export function someBytes(sizeBytes: number, seed = 1): Buffer {
  const bytes = Buffer.allocUnsafe(sizeBytes);
  let state = seed >>> 0 || 1;
  for (let index = 0; index + 4 <= sizeBytes; index += 4) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    bytes.writeUInt32LE(state >>> 0, index);
  }
  bytes.fill(7, sizeBytes - (sizeBytes % 4));
  return bytes;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
