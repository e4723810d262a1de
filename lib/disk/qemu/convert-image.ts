import { join } from "node:path";
import { AppError } from "@/lib/platform/errors";
import { MIB } from "../model";
import { imageReference } from "./block-driver";
import { canWriteDirect } from "./direct";
import { reportFraction } from "./progress-output";
import { runSandboxed } from "./sandbox";

/** The formats a QEMU tool writes here. */
export type ToolTarget = "vmdk" | "qcow2" | "raw";

export interface ConvertImageOptions {
  /** Unix socket of the NBD server that has the disk, and its name there. */
  readonly socketPath: string;
  readonly exportName: string;
  /** Size of the disk, a multiple of 512. Unit: bytes. */
  readonly sizeBytes: number;
  /** A folder of its own for the tool, which writes the file `CONVERTED_FILE` there. */
  readonly folder: string;
  readonly format: ToolTarget;
  /** Of a qcow2. */
  readonly compression?: "zlib" | "zstd";
  readonly signal?: AbortSignal;
  /** Share of the disk's data that is written, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

export const CONVERTED_FILE = "disk";

/** Reads under way at once; each is 2 MiB. */
const COROUTINES = 8;
/** What tables and compression may add to a disk that does not compress. */
const OVERHEAD = { factor: 1.05, bytes: 64 * MIB };

/** QEMU's driver of each target with its options. VMDK: what virtual machines are shipped in, for a SCSI disk. */
function targetArguments(format: ToolTarget, compression: "zlib" | "zstd"): string[] {
  switch (format) {
    case "vmdk":
      return ["-O", "vmdk", "-o", "subformat=streamOptimized,adapter_type=lsilogic"];
    case "qcow2":
      // Out of order, so that all cores compress; a reader does not mind where a cluster lies.
      return ["-W", "-c", "-O", "qcow2", "-o", `compat=1.1,compression_type=${compression}`];
    case "raw":
      return ["-O", "raw"];
  }
}

/**
 * Writes the disk an NBD server exports to a file of another format, in the sandbox. What the server calls a hole, and what turns out
 * to be zeros, is not written. The file is not yet durable. Ends when the disk's data is written or with `signal`, has no other limit of time.
 * Errors: `cancelled`, `storageFull`, `toolFailed`, also when the server cannot give a part of the disk.
 */
export async function convertImage(options: ConvertImageOptions): Promise<void> {
  const { socketPath, exportName, sizeBytes, folder, format, compression = "zlib", signal, onProgress } = options;
  if (sizeBytes % 512 !== 0) throw new AppError("internal", { reason: "size is not whole sectors", sizeBytes });
  // A raw disk goes past the page cache, which would only have it on its way. Compressed pieces are small and odd.
  const cache = format === "raw" && (await canWriteDirect(join(folder, CONVERTED_FILE))) ? ["-t", "none"] : [];
  const source = imageReference({ format: "nbd", path: "/in/socket", exportName, sizeBytes });
  await runSandboxed({
    command: "qemu-img",
    args: ["convert", "-p", "-m", String(COROUTINES), ...cache, ...targetArguments(format, compression), source, `/out/${CONVERTED_FILE}`],
    files: { readOnly: [{ host: socketPath, guest: "/in/socket" }], writable: [{ host: folder, guest: "/out" }] },
    limits: {
      cpuSeconds: undefined,
      wallSeconds: undefined,
      fileSizeBytes: Math.ceil(sizeBytes * OVERHEAD.factor) + OVERHEAD.bytes,
    },
    onOutput: (chunk) => reportFraction(chunk, onProgress),
    signal,
  });
}
