import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DiskProgress, MIB } from "../model";
import type { BlockDevice, DeviceExtent } from "../nbd/block-device";
import { openNbd } from "../nbd/client";
import { startNbdServer } from "../nbd/server";
import { blockCountOf, roundUp, type Zvhd2Identity } from "../zvhd2/layout";
import type { ByteSink } from "../zvhd2/writer";
import { type BlockSet, blocksWithData } from "./data-blocks";

/** A disk as every writer takes it: an export of an NBD server on this host, whatever format it stands in. */
export interface ServedDisk {
  readonly socketPath: string;
  readonly exportName: string;
  /** Exact; the server may have rounded it up to whole sectors, with zeros. Unit: bytes. */
  readonly virtualSizeBytes: number;
  /** All that may hold data, where the file's own tables say it sooner than the server would. */
  readonly dataBlocks?: BlockSet;
  /** Why a part of the disk could not be read, which the tool that asked for it cannot say. */
  readonly failure: () => unknown;
  close(): Promise<void>;
}

/** A served disk on its way to a sink, in order. */
export interface ServedWrite {
  readonly socketPath: string;
  readonly exportName: string;
  /** Exact size of the disk; the server may have rounded it up to whole sectors. Unit: bytes. */
  readonly virtualSizeBytes: number;
  /** All that may hold data, where that is known without asking the server. */
  readonly dataBlocks?: BlockSet | undefined;
  readonly sink: ByteSink;
  readonly identity: Zvhd2Identity;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DiskProgress) => void;
}

/** The blocks of a disk that may hold data. Errors: those of the disk, `cancelled`. */
export async function dataBlocksOf(disk: ServedDisk, signal: AbortSignal | undefined): Promise<BlockSet> {
  if (disk.dataBlocks !== undefined) return disk.dataBlocks;
  const nbd = await openNbd(disk.socketPath, disk.exportName, signal);
  try {
    return await blocksWithData(nbd, blockCountOf(disk.virtualSizeBytes));
  } finally {
    nbd.close();
  }
}

/** Decompressed blocks kept of one disk while tools read it. Unit: bytes. */
export const CACHE_BYTES = 24 * MIB;
export const SECTOR_BYTES = 512;
const EXPORT_NAME = "disk";
/** A client that names no disk means the only one. */
const NAMES = new Set(["", EXPORT_NAME]);

/** Serves a disk only this process can read on a socket in a folder of its own, until `close()`. */
export async function serveDevice(device: BlockDevice): Promise<ServedDisk> {
  const folder = await mkdtemp(join(tmpdir(), "ims-disk-"));
  const served = new SectorDevice(device);
  try {
    const server = await startNbdServer(join(folder, "socket"), {
      get: (name) => (NAMES.has(name) ? served : undefined),
      keys: () => [EXPORT_NAME],
    });
    return {
      socketPath: server.socketPath,
      exportName: EXPORT_NAME,
      virtualSizeBytes: device.sizeBytes,
      failure: () => served.failure,
      async close() {
        await server.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** A disk rounded up to whole sectors, the only sizes most formats know, that remembers the first read that failed. */
class SectorDevice implements BlockDevice {
  readonly sizeBytes: number;
  failure: unknown;

  constructor(private readonly device: BlockDevice) {
    this.sizeBytes = roundUp(device.sizeBytes, SECTOR_BYTES);
  }

  async read(offsetBytes: number, lengthBytes: number): Promise<Buffer> {
    try {
      const inside = Math.max(0, Math.min(lengthBytes, this.device.sizeBytes - offsetBytes));
      const bytes = inside === 0 ? Buffer.alloc(0) : await this.device.read(offsetBytes, inside);
      return inside === lengthBytes ? bytes : Buffer.concat([bytes], lengthBytes);
    } catch (error) {
      this.failure ??= error;
      throw error;
    }
  }

  async extents(offsetBytes: number, lengthBytes: number): Promise<readonly DeviceExtent[]> {
    const inside = Math.max(0, Math.min(lengthBytes, this.device.sizeBytes - offsetBytes));
    const known = inside === 0 ? [] : await this.device.extents(offsetBytes, inside);
    return inside === lengthBytes ? known : [...known, { length: lengthBytes - inside, hole: true }];
  }
}
