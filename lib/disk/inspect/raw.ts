import type { DiskFacts, RandomAccess } from "../model";
import { SECTOR_BYTES, VIRTUAL_SIZE_MAX_BYTES } from "./constraints";
import { refuse } from "./refusal";

/** A file without any format: its bytes are the disk. Errors: `truncatedImage` when it does not end with a whole sector, `imageTooLarge`. */
export async function inspectRaw(source: RandomAccess, limitBytes = VIRTUAL_SIZE_MAX_BYTES): Promise<DiskFacts> {
  const { sizeBytes } = source;
  if (sizeBytes === 0 || sizeBytes % SECTOR_BYTES !== 0) refuse("truncatedImage", { construct: "raw.size", found: String(sizeBytes) });
  if (sizeBytes > limitBytes) refuse("imageTooLarge", { construct: "raw.size", found: String(sizeBytes) });
  return { format: "raw", virtualSizeBytes: sizeBytes };
}
