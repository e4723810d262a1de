import { execFile } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { GIB, MIB } from "@/lib/disk/model";
import { importDisk } from "@/lib/disk/pipeline/import-disk";
import { exportReadOnly } from "@/lib/disk/qemu/export-read-only";
import type { DiskManifest } from "@/lib/disk/zvhd2/manifest";

export const DISK_BYTES = GIB;
export const IDENTITY = { uuid: Buffer.alloc(16, 1), createdAt: new Date("2026-01-01T00:00:00Z") };
const execute = promisify(execFile);

/** A file beside all others of this run, which removes them at its end. */
export function scratch(name: string): string {
  return path.join(tmpdir(), name);
}

/** The program of `disk/part.ts`, built beside the benches. */
export function diskPart(): string {
  return path.join(import.meta.dirname, "bench-disk-part.mjs");
}

export async function qemuImg(...args: string[]): Promise<void> {
  await execute("qemu-img", args);
}

/** Calls `make` once, whoever asks. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** A raw disk of 1 GiB: every other MiB random, the others of sixteen different bytes, which compress to about half. */
export const rawDisk = once(async () => {
  const file = scratch("disk.raw");
  const handle = await open(file, "w");
  const piece = Buffer.alloc(MIB);
  for (let at = 0; at < DISK_BYTES; at += MIB) {
    randomFillSync(piece);
    if (at % (2 * MIB) !== 0) for (let index = 0; index < MIB; index++) piece[index] = (piece[index] ?? 0) & 15;
    await handle.write(piece, 0, MIB, at);
  }
  await handle.close();
  return file;
});

/** Makes the ZVHD2 file of a raw disk by the service's own pipeline, with every digest. */
export async function importRaw(raw: string, sizeBytes: number, to: string): Promise<DiskManifest> {
  const handle = await open(to, "w");
  const exported = await exportReadOnly({ path: raw, format: "raw", virtualSizeBytes: sizeBytes });
  try {
    const sink = { write: async (bytes: Buffer) => void (await handle.write(bytes)) };
    return await importDisk({ socketPath: exported.socketPath, virtualSizeBytes: sizeBytes, sink, identity: IDENTITY });
  } finally {
    await exported.close();
    await handle.close();
  }
}

/** The same disk as the service keeps it. */
export const storedDisk = once(async (): Promise<{ file: string; manifest: DiskManifest }> => {
  const file = scratch("disk.zvhd2");
  return { file, manifest: await importRaw(await rawDisk(), DISK_BYTES, file) };
});

/** The same disk as qemu-img compresses it. */
export const qcow2Disk = once(async () => {
  const file = scratch("disk.qcow2");
  await qemuImg("convert", "-f", "raw", "-O", "qcow2", "-c", "-o", "compression_type=zstd", await rawDisk(), file);
  return file;
});
