/** A read-only disk to be served. Reads within `sizeBytes` give exactly the bytes asked for; calls may overlap. Unit: bytes. */
export interface BlockDevice {
  readonly sizeBytes: number;
  /** Rejects rather than give bytes it cannot vouch for. The buffer may be shared memory: nobody changes it. */
  read(offsetBytes: number, lengthBytes: number): Promise<Buffer>;
  /** Covers the range exactly, in order; a hole reads as zeros. */
  extents(offsetBytes: number, lengthBytes: number): Promise<readonly DeviceExtent[]>;
}

export interface DeviceExtent {
  readonly length: number;
  readonly hole: boolean;
}

/** Disks by the name a client asks for; a Map is one. `get` may have to open the disk first, and is asked anew at each choice. */
export interface Exports {
  get(name: string): BlockDevice | undefined | Promise<BlockDevice | undefined>;
  /** The names to tell a client that asks which there are. */
  keys(): Iterable<string>;
}
