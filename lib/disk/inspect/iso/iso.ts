import type { DiskFacts, RandomAccess } from "../../model";
import { VIRTUAL_SIZE_MAX_BYTES } from "../constraints";
import { MetadataReader } from "../metadata-reader";
import { refuse } from "../refusal";

/** Logical sector of every ISO 9660 volume here. Unit: bytes. */
const SECTOR_BYTES = 2048;
const FIRST_DESCRIPTOR_SECTOR = 16;
/** Real volumes have three or four; a set without an end is not read for ever. */
const DESCRIPTORS_MAX = 64;
const PRIMARY = 1;
/** Real volumes of UDF have three. */
const UDF_DESCRIPTORS_MAX = 8;
const UDF_ANCHOR_SECTOR = 256;
const UDF_ANCHOR_TAG = 2;
const TERMINATOR = 255;

/**
 * An ISO 9660 volume, or one of UDF alone, taken as it is: its bytes are what a drive shows. Its primary descriptor (its anchor) must
 * be there, the set of descriptors must end, and the volume must be inside the file. Errors: those of `inspectDisk`. Source: ECMA-119 §8.
 */
export async function inspectIso(source: RandomAccess, limitBytes = VIRTUAL_SIZE_MAX_BYTES): Promise<DiskFacts> {
  const reader = new MetadataReader(source);
  if (reader.sizeBytes > limitBytes) refuse("imageTooLarge", { construct: "iso.size", found: String(reader.sizeBytes) });
  const first = await reader.read(FIRST_DESCRIPTOR_SECTOR * SECTOR_BYTES, SECTOR_BYTES, "iso.descriptor");
  if (identifierOf(first) === "BEA01") {
    await refuseBrokenUdf(reader);
    return { format: "iso", subformat: "udf", virtualSizeBytes: reader.sizeBytes };
  }
  const volumeBytes = await readVolumeSize(reader);
  if (volumeBytes > reader.sizeBytes) {
    refuse("truncatedImage", {
      construct: "iso.volumeSize",
      offsetBytes: FIRST_DESCRIPTOR_SECTOR * SECTOR_BYTES + 80,
      found: `${volumeBytes}, the file ends at ${reader.sizeBytes}`,
    });
  }
  return { format: "iso", virtualSizeBytes: reader.sizeBytes };
}

async function readVolumeSize(reader: MetadataReader): Promise<number> {
  let volumeBytes: number | undefined;
  for (let index = 0; index < DESCRIPTORS_MAX; index++) {
    const offsetBytes = (FIRST_DESCRIPTOR_SECTOR + index) * SECTOR_BYTES;
    const bytes = await reader.read(offsetBytes, SECTOR_BYTES, "iso.descriptor");
    const identifier = identifierOf(bytes);
    // Other standards (ECMA-167, for UDF) put descriptors of their own behind these.
    if (identifier !== "CD001" && volumeBytes !== undefined) return volumeBytes;
    if (identifier !== "CD001") refuse("corruptImage", { construct: "iso.descriptor", offsetBytes, found: identifier });
    const type = bytes.readUInt8(0);
    if (type === TERMINATOR) {
      return volumeBytes ?? refuse("corruptImage", { construct: "iso.primaryDescriptor", offsetBytes, found: "none" });
    }
    if (type === PRIMARY) volumeBytes = readPrimary(bytes, offsetBytes);
  }
  const offsetBytes = (FIRST_DESCRIPTOR_SECTOR + DESCRIPTORS_MAX) * SECTOR_BYTES;
  return refuse("corruptImage", { construct: "iso.descriptor", offsetBytes, found: `${DESCRIPTORS_MAX} descriptors without an end` });
}

function identifierOf(descriptor: Buffer): string {
  return descriptor.toString("latin1", 1, 6);
}

/** A volume of UDF alone: its descriptors name it and end, and its anchor stands where every reader looks. Source: ECMA-167 2/8, 3/8.4.2. */
async function refuseBrokenUdf(reader: MetadataReader): Promise<void> {
  const at = (sector: number) => sector * SECTOR_BYTES;
  const names: string[] = [];
  while (names.length < UDF_DESCRIPTORS_MAX && names.at(-1) !== "TEA01") {
    names.push(identifierOf(await reader.read(at(FIRST_DESCRIPTOR_SECTOR + names.length), SECTOR_BYTES, "iso.descriptor")));
  }
  if (names.at(-1) !== "TEA01" || !names.some((name) => name === "NSR02" || name === "NSR03")) {
    refuse("corruptImage", { construct: "iso.descriptor", offsetBytes: at(FIRST_DESCRIPTOR_SECTOR), found: names.join(" ") });
  }
  const anchor = await reader.read(at(UDF_ANCHOR_SECTOR), SECTOR_BYTES, "iso.udfAnchor");
  const [tag, place] = [anchor.readUInt16LE(0), anchor.readUInt32LE(12)];
  if (tag !== UDF_ANCHOR_TAG || place !== UDF_ANCHOR_SECTOR) {
    refuse("corruptImage", { construct: "iso.udfAnchor", offsetBytes: at(UDF_ANCHOR_SECTOR), found: `tag ${tag} of sector ${place}` });
  }
  const [lengthBytes, sector] = [anchor.readUInt32LE(16), anchor.readUInt32LE(20)];
  if (at(sector) + lengthBytes > reader.sizeBytes) {
    refuse("truncatedImage", {
      construct: "iso.udfAnchor",
      offsetBytes: at(UDF_ANCHOR_SECTOR) + 16,
      found: `${lengthBytes} bytes at ${sector}`,
    });
  }
}

/** Both-endian fields must say the same twice. */
function readPrimary(bytes: Buffer, offsetBytes: number): number {
  const [blockBytes, blocks] = [bytes.readUInt16LE(128), bytes.readUInt32LE(80)];
  if (blockBytes !== SECTOR_BYTES || bytes.readUInt16BE(130) !== blockBytes) {
    refuse("corruptImage", { construct: "iso.blockSize", offsetBytes: offsetBytes + 128, found: String(blockBytes) });
  }
  if (blocks === 0 || bytes.readUInt32BE(84) !== blocks) {
    refuse("corruptImage", { construct: "iso.volumeSize", offsetBytes: offsetBytes + 80, found: String(blocks) });
  }
  return blocks * blockBytes;
}
