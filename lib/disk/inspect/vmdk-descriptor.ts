import { SECTOR_BYTES } from "./constraints";
import { refuse } from "./refusal";

const CREATE_TYPES = ["monolithicSparse", "streamOptimized"] as const;
const NO_PARENT = "ffffffff";

/** What the descriptor embedded in a sparse file says, after every reference to another file has been refused. */
export interface VmdkDescriptor {
  readonly createType: (typeof CREATE_TYPES)[number];
  readonly extentSectors: number;
}

interface Extent {
  readonly line: string;
  readonly sectors: number;
  readonly type: string;
  readonly fileName: string;
}

/**
 * Parses an embedded descriptor. A key must stand once: readers differ in which of two they believe, and QEMU finds it even inside a
 * comment. References (extents, parent) are refused before anything else. `at` is where the text stands. Unit: bytes.
 */
export function parseVmdkDescriptor(text: string, at: number): VmdkDescriptor {
  if (!/^# *Disk *DescriptorFile/i.test(text)) refuse("corruptImage", { construct: "vmdk.descriptor", offsetBytes: at, found: text });
  refuseParent(text, at);
  const extent = findOnlyExtent(text, at);
  const createType = findCreateType(text, at);
  const known = CREATE_TYPES.find((type) => type === createType);
  return {
    createType: known ?? refuse("formatNotSupported", { construct: "vmdk.createType", offsetBytes: at, found: createType, format: "vmdk" }),
    extentSectors: extent.sectors,
  };
}

/** A file that is only a text descriptor has its data elsewhere: named by an extent or a parent, or (ZERO extents) nowhere. */
export function refuseTextDescriptor(text: string, limitBytes: number): never {
  const extents = findExtents(text);
  const external = extents.find((extent) => extent.type !== "ZERO");
  if (external) refuse("unsafeImage", { construct: "vmdk.extent", offsetBytes: text.indexOf(external.line), found: external.line });
  refuseParent(text, 0);
  const sectors = extents.reduce((sum, extent) => sum + extent.sectors, 0);
  if (sectors * SECTOR_BYTES > limitBytes) {
    refuse("imageTooLarge", { construct: "vmdk.extent", offsetBytes: 0, found: `${sectors} sectors` });
  }
  refuse("formatNotSupported", { construct: "vmdk.textDescriptor", offsetBytes: 0, found: extents[0]?.line ?? text, format: "vmdk" });
}

function refuseParent(text: string, at: number): void {
  const hint = text.search(/parentFileNameHint/i);
  if (hint !== -1) refuse("unsafeImage", { construct: "vmdk.parent", offsetBytes: at + hint, found: lineAt(text, hint) });
  for (const match of text.matchAll(/parentCID[ \t]*=?[ \t]*(\w*)/gi)) {
    if (match[1]?.toLowerCase() === NO_PARENT) continue;
    refuse("unsafeImage", { construct: "vmdk.parent", offsetBytes: at + match.index, found: lineAt(text, match.index) });
  }
}

function findOnlyExtent(text: string, at: number): Extent {
  const extents = findExtents(text);
  const [extent] = extents;
  if (!extent) refuse("corruptImage", { construct: "vmdk.extent", offsetBytes: at, found: "no extent line" });
  const external = extents.find(({ type, fileName }) => type !== "SPARSE" || /[/\\:]/.test(fileName)) ?? extents[1];
  if (external) refuse("unsafeImage", { construct: "vmdk.extent", offsetBytes: at + text.indexOf(external.line), found: external.line });
  return extent;
}

/** Every line with the access word of an extent, however the rest of it reads: what cannot be parsed counts as an extent of another kind. */
function findExtents(text: string): Extent[] {
  return text
    .split(/[\r\n]/)
    .filter((line) => /^\s*(?:RW|RDONLY|NOACCESS)\b/i.test(line))
    .map((line) => {
      const [, sectors = "0", type = "", fileName = ""] = /^\s*\w+\s+(\d{1,19})\s+(\w+)(?:\s+"([^"]*)")?/.exec(line) ?? [];
      return { line, sectors: Number(sectors), type: type.toUpperCase(), fileName };
    });
}

/** Named once and nowhere else, however it is spelled: readers differ in which of two they obey. */
function findCreateType(text: string, at: number): string {
  const places = [...text.matchAll(/createType/gi)];
  const value = /^[ \t]*createType[ \t]*=[ \t]*"([^"\r\n]*)"/m.exec(text)?.[1];
  if (value === undefined || places.length !== 1) {
    refuse("corruptImage", { construct: "vmdk.createType", offsetBytes: at + (places[0]?.index ?? 0), found: `${places.length} times` });
  }
  return value;
}

function lineAt(text: string, index: number): string {
  return text.slice(index).split(/[\r\n]/, 1)[0] ?? "";
}
