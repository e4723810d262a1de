/** Castagnoli's polynomial, bits reversed. Source: RFC 3720, appendix B.4. */
const POLYNOMIAL = 0x82f6_3b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});

/** CRC-32C of a structure that holds its own checksum at `checksumAt`, which counts as four zeros. */
export function crc32cWithout(bytes: Uint8Array, checksumAt: number): number {
  let crc = 0xffff_ffff;
  for (const [at, byte] of bytes.entries()) {
    const counted = at >= checksumAt && at < checksumAt + 4 ? 0 : byte;
    crc = (TABLE[(crc ^ counted) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}
