import { inspectQcow } from "../inspect/qcow/qcow";
import { inspectVhdx } from "../inspect/vhdx/vhdx";
import { inspectVmdk } from "../inspect/vmdk";
import type { DiskFormat, RandomAccess } from "../model";
import type { BlockDevice, DeviceExtent } from "../nbd/block-device";
import type { NbdClient } from "../nbd/client";
import { BLOCK_BYTES, blockCountOf } from "../zvhd2/layout";
import { BlockSet } from "./data-blocks";

const INSPECTORS = { vhdx: inspectVhdx, qcow: inspectQcow, vmdk: inspectVmdk } as const;
type MappedFormat = keyof typeof INSPECTORS;

/** Whether a file's own tables are to be asked for its holes: QEMU does not know them, or of a VMDK looks at every grain, 5 s for 2 TiB. */
export function hasMap(format: DiskFormat): format is MappedFormat {
  return format in INSPECTORS;
}

/**
 * Whether QEMU cannot say where the holes of a format are: of a VHDX it says nothing, and of a QCOW so little at a time that 2 TiB take an
 * hour. Source: QEMU 7.2 block/vhdx.c, block/qcow.c.
 */
export function hidesHoles(format: DiskFormat): boolean {
  return format === "vhdx" || format === "qcow";
}

/** The blocks a file's own tables map. Errors: those of its inspection. */
export async function mapOf(source: RandomAccess, format: MappedFormat, virtualSizeBytes: number): Promise<BlockSet> {
  const blocks = new BlockSet(blockCountOf(virtualSizeBytes));
  await INSPECTORS[format](source, virtualSizeBytes, (offsetBytes, lengthBytes) => {
    const last = Math.floor((offsetBytes + lengthBytes - 1) / BLOCK_BYTES);
    for (let block = Math.floor(offsetBytes / BLOCK_BYTES); block <= last; block++) blocks.add(block);
  });
  return blocks;
}

/** A disk that a tool serves without its holes, with the holes of its map. */
export class MappedDevice implements BlockDevice {
  constructor(
    private readonly nbd: NbdClient,
    private readonly map: BlockSet,
    readonly sizeBytes: number,
  ) {}

  read(offsetBytes: number, lengthBytes: number): Promise<Buffer> {
    return this.nbd.read(offsetBytes, lengthBytes);
  }

  async extents(offsetBytes: number, lengthBytes: number): Promise<readonly DeviceExtent[]> {
    const found: DeviceExtent[] = [];
    const end = offsetBytes + lengthBytes;
    for (let at = offsetBytes; at < end; ) {
      const block = Math.floor(at / BLOCK_BYTES);
      const next = Math.min(end, (block + 1) * BLOCK_BYTES);
      found.push({ length: next - at, hole: !this.map.has(block) });
      at = next;
    }
    return found;
  }
}
