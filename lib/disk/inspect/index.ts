import type { DiskFacts, DiskFormat, RandomAccess } from "../model";
import { HEAD_BYTES, SECTOR_BYTES, VIRTUAL_SIZE_MAX_BYTES } from "./constraints";
import { inspectIso } from "./iso/iso";
import { findMatches, hasBootSector, isContainer, isVmdkText, type Match } from "./magic";
import { inspectQcow } from "./qcow/qcow";
import { inspectQcow2 } from "./qcow2";
import { inspectQed } from "./qed/qed";
import { inspectRaw } from "./raw";
import { refuse } from "./refusal";
import { inspectVdi } from "./vdi/vdi";
import { inspectVhd } from "./vhd";
import { inspectVhdx } from "./vhdx/vhdx";
import { inspectVmdk } from "./vmdk";
import { inspectZvhd, inspectZvhd2 } from "./zvhd/zvhd";

/** The formats of FMT-01. */
const INSPECTORS: Record<DiskFormat, (source: RandomAccess, limitBytes: number) => Promise<DiskFacts>> = {
  iso: inspectIso,
  qcow: inspectQcow,
  qcow2: inspectQcow2,
  qed: inspectQed,
  raw: inspectRaw,
  vdi: inspectVdi,
  vhd: inspectVhd,
  vhdx: inspectVhdx,
  vmdk: inspectVmdk,
  zvhd: inspectZvhd,
  zvhd2: inspectZvhd2,
};

/**
 * Says what disk a file holds, by its content alone, and proves it safe to hand to a tool: what is returned names no other file, has no
 * table outside of the file, is not larger than `limitBytes` (bytes, inclusive; 2048 GiB unless told) and is no polyglot. Reads headers and
 * tables only, in constant memory; many files may be inspected at once.
 *
 * `declared` is advice: a file that is something else is refused, never read as what it was declared.
 *
 * Errors, each with `construct`, `offsetBytes` and `found`: `formatNotSupported`, `formatMismatch`, `ambiguousFormat`, `unsafeImage` (names
 * another file), `encryptedSource`, `imageTooLarge`, `decompressionLimit`, `truncatedImage`, `corruptImage`. Errors of `source.read` pass through.
 *
 * What it does not do: follow compressed data, count references. `qemu-img check` comes after it, in the sandbox.
 */
export async function inspectDisk(source: RandomAccess, options: { declared?: DiskFormat; limitBytes?: number } = {}): Promise<DiskFacts> {
  const format = await decideFormat(source, options.declared);
  return INSPECTORS[format](source, options.limitBytes ?? VIRTUAL_SIZE_MAX_BYTES);
}

async function decideFormat(source: RandomAccess, declared: DiskFormat | undefined): Promise<DiskFormat> {
  const { sizeBytes } = source;
  const head = await source.read(0, Math.min(HEAD_BYTES, sizeBytes));
  // A sector is the least a disk can be; only the text of a VMDK, whose data is elsewhere, may be told better.
  if (sizeBytes < SECTOR_BYTES && !isVmdkText(head)) {
    refuse("truncatedImage", { construct: "file.size", found: String(sizeBytes), declared });
  }
  const tail = await source.read(Math.max(0, sizeBytes - SECTOR_BYTES), Math.min(SECTOR_BYTES, sizeBytes));
  const matches = findMatches(head, tail, sizeBytes);

  const container = matches.find((match) => isContainer(match.name));
  const format = matches[0] && !isContainer(matches[0].name) ? matches[0].name : "raw";
  if (declared === "raw" && matches[0]) refuse("formatMismatch", { construct: "format", ...toFound(matches), declared });
  if (matches.length > 1) refuse("ambiguousFormat", { construct: "format", ...toFound(matches) });
  if (container) refuse("formatNotSupported", { construct: "container", ...toFound(matches) });
  if (matches[0] && hasBootSector(head) && !mayStartWithBootSector(matches[0])) {
    refuse("ambiguousFormat", { construct: "format", ...toFound(matches), found: `${format}, boot sector` });
  }
  if (declared !== undefined && declared !== format) refuse("formatMismatch", { construct: "format", found: format, declared });
  return format;
}

/** A fixed VHD is a raw disk with a footer, and an isohybrid ISO carries a partition table: the only two that are also bootable disks. */
function mayStartWithBootSector(match: Match): boolean {
  return match.name === "iso" || (match.name === "vhd" && match.in === "tail");
}

function toFound(matches: readonly Match[]): { found: string; offsetBytes: number | undefined } {
  return { found: matches.map((match) => match.name).join(", "), offsetBytes: matches.at(-1)?.offsetBytes };
}
