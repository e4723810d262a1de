import type { DiskFacts, RandomAccess } from "../model";
import { VIRTUAL_SIZE_MAX_BYTES } from "./constraints";
import { MetadataReader } from "./metadata-reader";
import { refuseQcow2Extensions } from "./qcow2-extensions";
import { readQcow2Header } from "./qcow2-header";
import { walkQcow2Tables } from "./qcow2-tables";

/**
 * A QCOW2 file, version 2 or 3: self-contained, not encrypted, without internal snapshots, every cluster inside the file.
 * The dirty bit is allowed: it says that reference counts may be stale, and neither we nor a reader of the disk use them; the mapping is
 * written in order and stays true. The corrupt bit is refused. Extended L2 entries are allowed and checked.
 * Errors: those of `inspectDisk`. Source: QEMU docs/interop/qcow2.txt.
 */
export async function inspectQcow2(source: RandomAccess, limitBytes = VIRTUAL_SIZE_MAX_BYTES): Promise<DiskFacts> {
  const reader = new MetadataReader(source);
  const header = await readQcow2Header(reader, limitBytes);
  await refuseQcow2Extensions(reader, header);
  await walkQcow2Tables(reader, header);
  return {
    format: "qcow2",
    subformat: `v${header.version}`,
    virtualSizeBytes: header.virtualSizeBytes,
    compression: header.compression,
  };
}
