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
