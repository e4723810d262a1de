import "server-only";
import { AppError } from "../errors";
import type { Storage } from "./storage";

/** A stored object as something to hop in. Errors: `notFound` when it is missing now, those of the store later. */
export async function openStored(
  storage: Storage,
  key: string,
): Promise<{ sizeBytes: number; read(offsetBytes: number, lengthBytes: number, room?: Uint8Array): Promise<Buffer> }> {
  const stored = await storage.stat(key);
  if (stored === undefined) throw new AppError("notFound", { object: key });
  return { sizeBytes: stored.sizeBytes, read: (offsetBytes, lengthBytes, room) => storage.read(key, offsetBytes, lengthBytes, room) };
}
