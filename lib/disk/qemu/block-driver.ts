import { AppError } from "@/lib/platform/errors";
import type { DiskFormat } from "../model";

/** Formats that can name a backing file; it is cut off even though header inspection has refused such files before. */
const WITH_BACKING: ReadonlySet<DiskFormat> = new Set(["qcow2", "qcow", "qed", "vmdk"]);

/** ZVHD and ZVHD2 are read by the service's own code; QEMU has no driver for them. */
export function isOwnFormat(format: DiskFormat | "nbd"): format is "zvhd" | "zvhd2" {
  return format === "zvhd" || format === "zvhd2";
}

/**
 * QEMU's block driver of a format. ISO images are read as plain bytes.
 * Errors: `formatNotSupported` for ZVHD and ZVHD2.
 */
export function blockDriverOf(format: DiskFormat): string {
  if (isOwnFormat(format)) throw new AppError("formatNotSupported", { format });
  if (format === "vhd") return "vpc";
  return format === "iso" ? "raw" : format;
}

/** A format of files, or a disk that an NBD server of this host exports; its path is the socket. */
export type ImageKind = DiskFormat | "nbd";

interface ImageReference {
  readonly format: ImageKind;
  readonly path: string;
  /** Serve exactly this many bytes and refuse to open a disk that has fewer; a multiple of 512. */
  readonly sizeBytes?: number;
  /** Of an NBD server; `disk` when it is not said. */
  readonly exportName?: string;
  /** Read past the page cache. */
  readonly direct?: boolean;
}

/**
 * Names a file to a QEMU tool so that nothing is left to guess: its driver, no backing file, no lock on the file, and for a VHD the
 * size its footer states, as some writers' geometry gives a smaller one.
 */
export function imageReference({ format, path, sizeBytes, exportName, direct }: ImageReference): string {
  const image = {
    ...imageOptions(format, path, exportName),
    ...(direct && { cache: { direct } }),
    ...(format === "vhd" && { force_size_calc: "current_size" }),
  };
  return `json:${JSON.stringify(sizeBytes === undefined ? image : { driver: "raw", size: sizeBytes, file: image })}`;
}

/** The same for `qemu-storage-daemon --blockdev`, whose schema lacks the choice of a VHD's size. */
export function blockDevice(format: ImageKind, path: string, nodeName: string): string {
  return JSON.stringify({ "node-name": nodeName, "read-only": true, ...imageOptions(format, path) });
}

function imageOptions(format: ImageKind, path: string, exportName = "disk") {
  if (format === "nbd") return { driver: "nbd", server: { type: "unix", path }, export: exportName };
  return {
    driver: blockDriverOf(format),
    ...(WITH_BACKING.has(format) && { backing: null }),
    file: { driver: "file", filename: path, locking: "off" },
  };
}
