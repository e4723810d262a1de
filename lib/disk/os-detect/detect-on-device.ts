import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DetectedOs } from "../model";
import type { BlockDevice } from "../nbd/block-device";
import { startNbdServer } from "../nbd/server";
import { detectOs } from "./detect-os";

/** Recognises the system on a disk that only this process can read, by exporting it for the time of the probe. As `detectOs`. */
export async function detectOsOnDevice(device: BlockDevice, signal?: AbortSignal): Promise<DetectedOs | undefined> {
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
