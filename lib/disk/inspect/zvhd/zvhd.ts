import type { DiskFacts, RandomAccess } from "../../model";
import { isZvhdHeader } from "../../zvhd/layout";
import { openZvhd } from "../../zvhd/reader";
import { PAGE_BYTES } from "../../zvhd2/layout";
import { openZvhd2 } from "../../zvhd2/reader";
import { VIRTUAL_SIZE_MAX_BYTES } from "../constraints";
import { refuse } from "../refusal";

/**
 * A ZVHD file: a true header, and the trailer that a whole file ends with. Its records can only be told by unpacking all of them,
 * which the reader does, within its bounds, when the disk is converted. Errors: those of `inspectDisk`.
 */
export async function inspectZvhd(source: RandomAccess, limitBytes = VIRTUAL_SIZE_MAX_BYTES): Promise<DiskFacts> {
  const { virtualSizeBytes } = await openZvhd(source, limitBytes);
  const trailerAt = source.sizeBytes - PAGE_BYTES;
  if (source.sizeBytes % PAGE_BYTES !== 0 || !isZvhdHeader(await source.read(trailerAt, PAGE_BYTES))) {
    refuse("truncatedImage", { construct: "zvhd.trailer", offsetBytes: trailerAt });
  }
  return { format: "zvhd", virtualSizeBytes, compression: "zlib" };
}

/** A ZVHD2 file: footer and index proven against each other and the file. Errors: those of `inspectDisk`. */
export async function inspectZvhd2(source: RandomAccess, limitBytes = VIRTUAL_SIZE_MAX_BYTES): Promise<DiskFacts> {
  const { virtualSizeBytes } = await openZvhd2(source, limitBytes);
  return { format: "zvhd2", virtualSizeBytes, compression: "zstd" };
}
