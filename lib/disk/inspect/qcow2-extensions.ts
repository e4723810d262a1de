import { QCOW2_EXTENSIONS_MAX_BYTES } from "./constraints";
import type { MetadataReader } from "./metadata-reader";
import type { Qcow2Header } from "./qcow2-header";
import { refuse } from "./refusal";

const END = 0;
const DATA_FILE_NAME = 0x44415441;
const ENCRYPTION_HEADER = 0x0537be77;

/**
 * Walks the header extensions up to their end mark. Refuses an external data file even when its feature bit is clear, and an
 * encryption header even when the method is none. Unknown extensions are skipped, as the format asks.
 */
export async function refuseQcow2Extensions(reader: MetadataReader, header: Qcow2Header): Promise<void> {
  const end = Math.min(header.clusterBytes, QCOW2_EXTENSIONS_MAX_BYTES, reader.sizeBytes);
  const bytes = await reader.read(0, end, "qcow2.extension");
  for (let at = header.headerBytes; at + 8 <= end; ) {
    const type = bytes.readUInt32BE(at);
    const length = bytes.readUInt32BE(at + 4);
    if (type === END) return;
    const data = bytes.subarray(at + 8, at + 8 + length).toString("latin1");
    if (type === DATA_FILE_NAME) refuse("unsafeImage", { construct: "qcow2.dataFile", offsetBytes: at, found: data });
    if (type === ENCRYPTION_HEADER) refuse("encryptedSource", { construct: "qcow2.encryption", offsetBytes: at, found: "LUKS" });
    const next = at + 8 + Math.ceil(length / 8) * 8;
    if (next > end) {
      refuse("corruptImage", { construct: "qcow2.extension", offsetBytes: at, found: `type 0x${type.toString(16)}, ${length} bytes` });
    }
    at = next;
  }
}
