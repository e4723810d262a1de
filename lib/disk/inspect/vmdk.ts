import type { DiskFacts, OnData, RandomAccess } from "../model";
import { SECTOR_BYTES, VIRTUAL_SIZE_MAX_BYTES, VMDK_DESCRIPTOR_MAX_BYTES } from "./constraints";
import { isVmdkText } from "./magic";
import { MetadataReader } from "./metadata-reader";
import { refuse } from "./refusal";
import { parseVmdkDescriptor, refuseTextDescriptor } from "./vmdk-descriptor";
import { walkGrains } from "./vmdk-grains";
import { readFooter, readVmdkHeader, type VmdkHeader } from "./vmdk-header";

/** Room searched for the text of a descriptor, and for the magic. Unit: bytes. */
const PROBED_BYTES = 4096;

/**
 * A VMDK that is one file: monolithicSparse or streamOptimized (versions 1 to 3, directory in the header or in the footer), one SPARSE extent,
 * no parent. A text descriptor and an ESX sparse file (COWD) are pieces of a disk that stands in other files, and are refused.
 * Errors: those of `inspectDisk`. Source: VMware Virtual Disk Format 5.0.
 *
 * `onData` is told, in order, of every grain that is stored; the last may reach beyond the end of the disk.
 */
export async function inspectVmdk(source: RandomAccess, limitBytes = VIRTUAL_SIZE_MAX_BYTES, onData?: OnData): Promise<DiskFacts> {
  const reader = new MetadataReader(source);
  const start = await reader.read(0, Math.min(PROBED_BYTES, reader.sizeBytes), "vmdk.header");
  if (isVmdkText(start)) refuseTextDescriptor(await readTextFile(reader), limitBytes);
  const magic = start.toString("latin1", 0, 4);
  if (magic === "COWD") {
    refuse("formatNotSupported", { construct: "vmdk.cowd", offsetBytes: 0, found: "COWD", format: "vmdk" });
  }
  if (magic !== "KDMV") refuse("formatMismatch", { construct: "vmdk.magic", offsetBytes: 0, found: magic, declared: "vmdk" });

  const header = await readVmdkHeader(reader);
  const descriptor = parseVmdkDescriptor(await readEmbeddedText(reader, header), header.descriptor.offsetBytes);
  if ((descriptor.createType === "streamOptimized") !== header.isCompressed) {
    refuse("corruptImage", { construct: "vmdk.createType", offsetBytes: header.descriptor.offsetBytes, found: descriptor.createType });
  }
  const virtualSizeBytes = header.capacitySectors * SECTOR_BYTES;
  if (virtualSizeBytes > limitBytes) {
    refuse("imageTooLarge", { construct: "vmdk.capacity", offsetBytes: 12, found: String(virtualSizeBytes) });
  }
  // 0 would make a reader follow the descriptor instead; a file with another length than its extent line is told two sizes.
  const unsaidSectors = header.capacitySectors - descriptor.extentSectors;
  if (header.capacitySectors === 0 || unsaidSectors < 0 || unsaidSectors >= header.grainSectors) {
    refuse("corruptImage", {
      construct: "vmdk.capacity",
      offsetBytes: 12,
      found: `${header.capacitySectors}, extent ${descriptor.extentSectors}`,
    });
  }
  await walkGrains(reader, header.hasFooter ? await readFooter(reader, header) : header, onData);
  return {
    format: "vmdk",
    subformat: descriptor.createType,
    virtualSizeBytes,
    ...(header.isCompressed ? { compression: "zlib" as const } : {}),
  };
}

async function readTextFile(reader: MetadataReader): Promise<string> {
  if (reader.sizeBytes > VMDK_DESCRIPTOR_MAX_BYTES) {
    refuse("corruptImage", { construct: "vmdk.descriptorSize", offsetBytes: 0, found: String(reader.sizeBytes) });
  }
  return (await reader.read(0, reader.sizeBytes, "vmdk.descriptor")).toString("latin1");
}

/** The text up to its first NUL, as every reader takes it. */
async function readEmbeddedText(reader: MetadataReader, header: VmdkHeader): Promise<string> {
  const { offsetBytes, lengthBytes } = header.descriptor;
  const text = (await reader.read(offsetBytes, lengthBytes, "vmdk.descriptor")).toString("latin1");
  const end = text.indexOf("\0");
  return end === -1 ? text : text.slice(0, end);
}
