import { open } from "node:fs/promises";
import type { RandomAccess } from "../model";

/** A local file that was opened for reading; close it when done. */
export interface FileAccess extends RandomAccess {
  close(): Promise<void>;
}

/** Opens a file for random access, read only. `sizeBytes` is its length at that moment; reads past it return fewer bytes. Errors are those of `fs`. */
export async function openFileAccess(path: string): Promise<FileAccess> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    return {
      sizeBytes: size,
      async read(offsetBytes, lengthBytes) {
        const bytes = Buffer.alloc(Math.max(0, Math.min(lengthBytes, size - offsetBytes)));
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, offsetBytes + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return bytes.subarray(0, filled);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
