import { MIB } from "../model";
import type { MachineKind } from "./elf";

/** What is read of a Windows image file to find its description. Unit: bytes. Source: Microsoft, Windows Imaging File Format. */
export const WIM_HEADER_BYTES = 208;

const SIGNATURE = "MSWIM\0\0\0";
const XML_AT = 72;
/** A description of eleven editions takes some 30 KiB. Unit: bytes. */
const XML_MAX_BYTES = MIB;
const IMAGES_MAX = 64;
/** `<ARCH>` as Windows numbers processors. */
const MACHINES: Readonly<Record<string, MachineKind>> = {
  "0": { bits: 32, architecture: "x86" },
  "9": { bits: 64, architecture: "x86" },
  "12": { bits: 64, architecture: "arm" },
};

/** One edition that an installation medium holds. */
export interface WindowsImage {
  readonly name: string;
  readonly machine: MachineKind;
}

/** Where the description stands in a Windows image file; undefined for another file. Unit: bytes. */
export function wimDescription(header: Buffer): { offsetBytes: number; lengthBytes: number } | undefined {
  if (header.length < WIM_HEADER_BYTES || header.toString("latin1", 0, 8) !== SIGNATURE) return undefined;
  const lengthBytes = header.readUIntLE(XML_AT, 6);
  const offset = header.readBigUInt64LE(XML_AT + 8);
  const isPlausible = lengthBytes > 2 && lengthBytes <= XML_MAX_BYTES && offset <= BigInt(Number.MAX_SAFE_INTEGER);
  return isPlausible ? { offsetBytes: Number(offset), lengthBytes } : undefined;
}

/** The editions a description names, in its order. */
export function parseWimDescription(bytes: Buffer): WindowsImage[] {
  const images = bytes
    .toString("utf16le")
    .split("<IMAGE ")
    .slice(1, IMAGES_MAX + 1);
  return images.flatMap((image) => {
    const name = fieldOf(image, "DISPLAYNAME") ?? fieldOf(image, "NAME");
    const machine = MACHINES[fieldOf(image, "ARCH") ?? ""];
    return name === undefined || machine === undefined ? [] : [{ name, machine }];
  });
}

function fieldOf(image: string, tag: string): string | undefined {
  const start = image.indexOf(`<${tag}>`);
  const end = image.indexOf(`</${tag}>`, start);
  return start < 0 || end < 0 ? undefined : image.slice(start + tag.length + 2, end).slice(0, 200);
}
