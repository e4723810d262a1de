/** Bytes of one sector in the VHD geometry. */
const SECTOR_BYTES = 512;
const MAX_SECTORS = 65_535 * 16 * 255;

/**
 * Cylinders, heads and sectors of a disk packed as `cylinders << 16 | heads << 8 | sectors`. Sizes beyond 127 GiB saturate.
 * Source: Virtual Hard Disk Image Format Specification, appendix "CHS Calculation".
 */
export function packedGeometry(virtualSizeBytes: number): number {
  const total = Math.min(Math.floor(virtualSizeBytes / SECTOR_BYTES), MAX_SECTORS);
  const { tracks, heads, sectors } =
    total >= 65_535 * 16 * 63 ? { tracks: Math.floor(total / 255), heads: 16, sectors: 255 } : small(total);
  return Math.floor(tracks / heads) * 0x1_00_00 + heads * 0x1_00 + sectors;
}

function small(total: number): { tracks: number; heads: number; sectors: number } {
  let sectors = 17;
  let tracks = Math.floor(total / sectors);
  let heads = Math.max(4, Math.ceil(tracks / 1024));
  if (tracks >= heads * 1024 || heads > 16) {
    sectors = 31;
    heads = 16;
    tracks = Math.floor(total / sectors);
  }
  if (tracks >= heads * 1024) {
    sectors = 63;
    heads = 16;
    tracks = Math.floor(total / sectors);
  }
  return { tracks, heads, sectors };
}
