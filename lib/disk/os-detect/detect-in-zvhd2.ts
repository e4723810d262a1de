import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type DetectedOs, MIB, type RandomAccess } from "../model";
import { startNbdServer } from "../nbd/server";
import { BlockCache } from "../zvhd2/block-cache";
import { zvhd2BlockDevice } from "../zvhd2/block-device";
import { openZvhd2 } from "../zvhd2/reader";
import { detectOs } from "./detect-os";

/** Decompressed blocks kept while a probe reads a file system's tables and a few files. Unit: bytes. */
const CACHE_BYTES = 32 * MIB;

/** Recognises the system on the disk of a ZVHD2 file, which no tool opens, by exporting it for the time of the probe. As `detectOs`. */
export async function detectOsInZvhd2(file: RandomAccess, signal?: AbortSignal): Promise<DetectedOs | undefined> {
  const device = await zvhd2BlockDevice(await openZvhd2(file), new BlockCache(CACHE_BYTES));
  const folder = await mkdtemp(path.join(tmpdir(), "ims-detect-"));
  try {
    const exports = { get: (name: string) => (name === "disk" ? device : undefined), keys: () => ["disk"] };
    const server = await startNbdServer(path.join(folder, "socket"), exports);
    try {
      return await detectOs({ path: server.socketPath, format: "nbd", virtualSizeBytes: device.sizeBytes, signal });
    } finally {
      await server.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
