import type { DiskFormat } from "../model";
import { type Container, findMatches, isContainer, isVmdkText, type Match, UNWRAPPED } from "./magic";

/** What can be told of a file from its first 33 KiB and its last 512 bytes, before it is sent. Advice: the server decides by `inspectDisk`. */
export interface Sniffed {
  /** Absent when the file is wrapped in a container, or could be two formats. */
  readonly format?: DiskFormat;
  readonly container?: string;
  /** As the header says. Unit: bytes. Absent when the header does not say it plainly. */
  readonly virtualSizeBytes?: number;
  readonly warning?: "backingFile" | "encrypted" | "compressed";
}

const SECTOR_BYTES = 512;
const VHD_DIFFERENCING = 4;
const QED_BACKING_FILE = 1;

/**
 * Tells the format of a file that is about to be uploaded. `head` is its first 33 KiB, `tail` its last 512 bytes (both shorter when the file is).
 * Never throws: bytes that are missing leave their field absent. Runs in the browser.
 */
export function sniffHeader(head: Uint8Array, tail: Uint8Array, sizeBytes: number): Sniffed {
  const matches = findMatches(head, tail, sizeBytes);
  const [match] = matches;
  if (!match) return { format: "raw", virtualSizeBytes: sizeBytes };
  if (matches.length > 1) return {};
  if (isContainer(match.name)) return { container: match.name, ...warningOf(match.name) };
  const bytes = match.in === "head" ? head : tail;
  const virtualSizeBytes = match.name === "iso" ? sizeBytes : readVirtualSize(match, bytes);
  const warning = readWarning(match, bytes);
  return {
    format: match.name,
    ...(virtualSizeBytes === undefined ? {} : { virtualSizeBytes }),
    ...(warning === undefined ? {} : { warning }),
  };
}

function warningOf(container: Container): Pick<Sniffed, "warning"> {
  if (UNWRAPPED.has(container)) return {};
  return { warning: container === "luks" ? "encrypted" : "compressed" };
}

function readVirtualSize(match: Match, bytes: Uint8Array): number | undefined {
  switch (match.name) {
    case "qcow":
    case "qcow2":
      return readU64(bytes, 24, "big");
    case "vhd":
      return readU64(bytes, 48, "big");
    case "vdi":
      return readU64(bytes, 368, "little");
    case "qed":
      return readU64(bytes, 48, "little");
    case "vmdk": {
      const sectors = bytes[0] === "K".charCodeAt(0) ? readU64(bytes, 12, "little") : undefined;
      return sectors === undefined ? undefined : sectors * SECTOR_BYTES;
    }
    default:
      return undefined;
  }
}

function readWarning(match: Match, bytes: Uint8Array): Sniffed["warning"] {
  switch (match.name) {
    case "qcow2":
    case "qcow": {
      const namesFile = (readU64(bytes, 8, "big") ?? 0) !== 0 || hasDataFile(match, bytes);
      if (namesFile) return "backingFile";
      return (readU32(bytes, match.name === "qcow2" ? 32 : 36) ?? 0) === 0 ? undefined : "encrypted";
    }
    case "vhd":
      return readU32(bytes, 60) === VHD_DIFFERENCING ? "backingFile" : undefined;
    case "vmdk":
      return isVmdkText(bytes) ? "backingFile" : undefined;
    case "qed":
      return ((bytes[16] ?? 0) & QED_BACKING_FILE) === 0 ? undefined : "backingFile";
    default:
      return undefined;
  }
}

/** Bit 2 of the incompatible features, which only version 3 has. */
function hasDataFile(match: Match, bytes: Uint8Array): boolean {
  return match.name === "qcow2" && readU32(bytes, 4) === 3 && ((bytes[79] ?? 0) & 4) !== 0;
}

function readU32(bytes: Uint8Array, at: number): number | undefined {
  return at + 4 <= bytes.length ? view(bytes).getUint32(at) : undefined;
}

function readU64(bytes: Uint8Array, at: number, order: "big" | "little"): number | undefined {
  return at + 8 <= bytes.length ? Number(view(bytes).getBigUint64(at, order === "little")) : undefined;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
