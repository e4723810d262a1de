import { SECTOR_BYTES } from "./constraints";
import type { MetadataReader } from "./metadata-reader";
import { refuse } from "./refusal";

const COOKIE = "conectix";
const CHECKSUM_AT = 64;
const VERSION_1 = 0x00010000;
const TYPE_FIXED = 2;
const TYPE_DYNAMIC = 3;
const TYPE_DIFFERENCING = 4;

/** The footer of a VHD, checksum proven. */
export interface VhdFooter {
  readonly type: "fixed" | "dynamic";
  /** Size of the disk: the field "current size". Unit: bytes. */
  readonly virtualSizeBytes: number;
  /** Only meaningful when dynamic. */
  readonly dynamicHeaderOffsetBytes: number;
  /** Where the footer stands: the last sector of the file. */
  readonly offsetBytes: number;
}

/** Reads the footer at the end of the file and, where there is one, its copy at the start; both must be the same. */
export async function readVhdFooter(reader: MetadataReader): Promise<VhdFooter> {
  const offsetBytes = reader.sizeBytes - SECTOR_BYTES;
  if (offsetBytes < 0) refuse("truncatedImage", { construct: "vhd.footer", offsetBytes: 0, found: `the file ends at ${reader.sizeBytes}` });
  const copy = await reader.read(0, SECTOR_BYTES, "vhd.footerCopy");
  const bytes = await reader.read(offsetBytes, SECTOR_BYTES, "vhd.footer");
  const hasCopy = hasCookie(copy);
  // The parent decides first: the file of a differencing disk is unsafe even when it is also damaged.
  for (const [footer, at] of [
    [copy, 0],
    [bytes, offsetBytes],
  ] as const) {
    if (hasCookie(footer) && footer.readUInt32BE(60) === TYPE_DIFFERENCING) {
      refuse("unsafeImage", { construct: "vhd.parent", offsetBytes: at + 60, found: "differencing disk" });
    }
  }
  if (!hasCookie(bytes)) refuse("truncatedImage", { construct: "vhd.footer", offsetBytes, found: bytes.toString("latin1", 0, 8) });
  refuseWrongChecksum(bytes, { checksumAt: CHECKSUM_AT, construct: "vhd.footerChecksum", offsetBytes });
  const version = bytes.readUInt32BE(12);
  if (version !== VERSION_1)
    refuse("formatNotSupported", {
      construct: "vhd.version",
      offsetBytes: offsetBytes + 12,
      found: `0x${version.toString(16)}`,
      format: "vhd",
    });

  const type = bytes.readUInt32BE(60);
  if (type !== TYPE_FIXED && type !== TYPE_DYNAMIC) {
    refuse("formatNotSupported", { construct: "vhd.type", offsetBytes: offsetBytes + 60, found: String(type), format: "vhd" });
  }
  if (type === TYPE_DYNAMIC ? !copy.equals(bytes) : hasCopy) {
    refuse("corruptImage", { construct: "vhd.footerCopy", offsetBytes: 0, found: hasCopy ? "differs from the footer" : "none" });
  }
  const virtualSizeBytes = Number(bytes.readBigUInt64BE(48));
  if (virtualSizeBytes === 0 || virtualSizeBytes % SECTOR_BYTES !== 0) {
    refuse("corruptImage", { construct: "vhd.size", offsetBytes: offsetBytes + 48, found: String(virtualSizeBytes) });
  }
  return {
    type: type === TYPE_FIXED ? "fixed" : "dynamic",
    virtualSizeBytes,
    dynamicHeaderOffsetBytes: Number(bytes.readBigUInt64BE(16)),
    offsetBytes,
  };
}

/** Both structures carry the ones' complement of the sum of their bytes, the checksum itself counted as zero. */
export function refuseWrongChecksum(bytes: Buffer, structure: { checksumAt: number; construct: string; offsetBytes: number }): void {
  const { checksumAt, construct, offsetBytes } = structure;
  const stored = bytes.readUInt32BE(checksumAt);
  if (stored === vhdChecksum(bytes, checksumAt)) return;
  refuse("corruptImage", { construct, offsetBytes: offsetBytes + checksumAt, found: `0x${stored.toString(16)}` });
}

export function vhdChecksum(bytes: Uint8Array, checksumAt: number): number {
  const sum = bytes.reduce((total, byte, index) => (index >= checksumAt && index < checksumAt + 4 ? total : total + byte), 0);
  return ~sum >>> 0;
}

function hasCookie(bytes: Buffer): boolean {
  return bytes.toString("latin1", 0, COOKIE.length) === COOKIE;
}
