import type { ReadVolume } from "./btrfs/trees";
import type { DiskProbe } from "./probe";

const SECTOR_BYTES = 512;
/** Read at once, as asking costs more than reading: what is looked for stands close together. */
const WINDOW_BYTES = 256 * 1024;

/** Reads a volume of the probed disk by offset, in windows that are kept. */
export function volumeReader(probe: Pick<DiskProbe, "ask">, device: string): ReadVolume {
  const windows = new Map<number, Promise<Buffer>>();
  const windowAt = (start: number): Promise<Buffer> => {
    const known = windows.get(start);
    if (known) return known;
    const target = `${device}${start / SECTOR_BYTES}+${WINDOW_BYTES / SECTOR_BYTES}`;
    const asked = probe.ask([{ kind: "read", target, limitBytes: WINDOW_BYTES }]).then(([bytes]) => bytes ?? Buffer.alloc(0));
    windows.set(start, asked);
    return asked;
  };
  return async (offsetBytes, lengthBytes) => {
    const pieces: Buffer[] = [];
    for (let at = offsetBytes; at < offsetBytes + lengthBytes; ) {
      const start = Math.floor(at / WINDOW_BYTES) * WINDOW_BYTES;
      const end = Math.min(offsetBytes + lengthBytes, start + WINDOW_BYTES);
      pieces.push((await windowAt(start)).subarray(at - start, end - start));
      at = end;
    }
    return Buffer.concat(pieces);
  };
}
