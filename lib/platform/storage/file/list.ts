import "server-only";
import { type Dirent, promises as fs } from "node:fs";
import path from "node:path";
import type { StoredObject } from "../storage";
import { guarded, isMissing } from "./durable";
import { decodeName, joinDecoded } from "./names";

/**
 * Walks the objects whose key begins with `prefix` in byte order, one folder at a time: memory grows with the largest folder,
 * not with the store. Objects that come or go during the walk may or may not be seen.
 */
export async function* walkObjects(folder: string, prefix: string): AsyncGenerator<StoredObject> {
  yield* walk(folder, "", Buffer.from(prefix).toString("latin1"));
}

async function* walk(folder: string, before: string, prefix: string): AsyncGenerator<StoredObject> {
  for (const { name, isFolder, bytes } of await readFolder(folder, before)) {
    const mayHold = isFolder && prefix.startsWith(bytes);
    if (!mayHold && !bytes.startsWith(prefix)) continue;
    const full = path.join(folder, name);
    if (isFolder) {
      yield* walk(full, bytes, prefix);
      continue;
    }
    const stats = await guarded(fs.stat(full)).catch(ignoreMissing);
    if (stats !== undefined) yield { key: joinDecoded(bytes), sizeBytes: stats.size, modifiedAt: stats.ctime };
  }
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
  /** The key up to and including this name, as a binary string. */
  readonly bytes: string;
}

async function readFolder(folder: string, before: string): Promise<Entry[]> {
  const found: Dirent[] = (await guarded(fs.readdir(folder, { withFileTypes: true })).catch(ignoreMissing)) ?? [];
  const entries = found.flatMap((entry) => {
    const decoded = decodeName(entry.name, entry.isDirectory());
    return decoded === undefined ? [] : [{ name: entry.name, isFolder: decoded.isFolder, bytes: before + decoded.bytes }];
  });
  return entries.sort((a, b) => (a.bytes < b.bytes ? -1 : a.bytes > b.bytes ? 1 : Number(a.isFolder) - Number(b.isFolder)));
}

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
