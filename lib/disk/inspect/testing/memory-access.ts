import type { RandomAccess } from "../../model";

/** A file in memory that refuses what an inspector must never do: read past the end, or read much at once. */
export interface MemoryAccess extends RandomAccess {
  /** Bytes and calls so far. */
  readonly spent: { bytes: number; reads: number };
}

/** `bytes`, followed by zeros up to `sizeBytes`. */
export function accessOf(bytes: Buffer, sizeBytes = bytes.length): MemoryAccess {
  const spent = { bytes: 0, reads: 0 };
  return {
    sizeBytes,
    spent,
    async read(offsetBytes, lengthBytes) {
      const isInside = Number.isInteger(offsetBytes) && offsetBytes >= 0 && lengthBytes >= 0 && offsetBytes + lengthBytes <= sizeBytes;
      if (!isInside) throw new RangeError(`read of ${lengthBytes} at ${offsetBytes} in a file of ${sizeBytes}`);
      if (lengthBytes > 1024 * 1024) throw new RangeError(`read of ${lengthBytes} bytes at once`);
      spent.bytes += lengthBytes;
      spent.reads += 1;
      const answer = Buffer.alloc(lengthBytes);
      bytes.copy(answer, 0, Math.min(offsetBytes, bytes.length), Math.min(offsetBytes + lengthBytes, bytes.length));
      return answer;
    },
  };
}
