import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { onTestFinished } from "vitest";
import type { RandomAccess } from "../model";
import { startQemuNbd } from "../nbd/testing";
import type { DiskManifest } from "../zvhd2/manifest";
import { IDENTITY, MemorySink } from "../zvhd2/testing";
import { importDisk } from "./import-disk";

/** Imports a disk file through qemu-nbd and gives the ZVHD2 file with its manifest. */
export async function importFile(
  file: string,
  format: string,
  virtualSizeBytes: number,
): Promise<{ stored: Buffer; manifest: DiskManifest }> {
  const { socketPath, stop } = await startQemuNbd(file, format);
  const sink = new MemorySink();
  const manifest = await importDisk({ socketPath, virtualSizeBytes, sink, identity: IDENTITY });
  stop();
  return { stored: sink.bytes(), manifest };
}

export async function fileSource(path: string): Promise<RandomAccess> {
  const file = await open(path);
  onTestFinished(() => file.close());
  const { size } = await file.stat();
  return {
    sizeBytes: size,
    async read(offset, length) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    },
  };
}

export const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
