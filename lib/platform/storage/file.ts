import "server-only";
import { randomUUID } from "node:crypto";
import { constants, promises as fs, type Stats } from "node:fs";
import path from "node:path";
import { AppError } from "../errors";
import { digestObject } from "./digest-object";
import { assertPlainFile, guarded, holdSource, isMissing, makeFolder, moveInto, syncPath, writeSource } from "./file/durable";
import { walkObjects } from "./file/list";
import { encodeKey } from "./file/names";
import { openRange, openWhole, readPart } from "./file/read";
import { openStaged } from "./file/staging";
import type { ByteSource, Storage, StoredObject } from "./storage";

const FILE_MODE = 0o640;

/**
 * Objects as files under `root`: `objects/` holds what is visible, `staging/` what is on its way. Both must be one file system,
 * since publishing is one rename. A copy is a hard link, which is a true copy because objects are never changed. `modifiedAt` is the
 * change time of the file, which a write, a publish and a copy renew (a copy renews its origin's, too). `root` may be up to 900 bytes long (a path ends at 4096). Any number of processes may share a root.
 */
export function createFileStorage({ root }: { root: string }): Storage {
  const folders = { objects: path.resolve(root, "objects"), staging: path.resolve(root, "staging") };
  const fileOf = (key: string) => path.join(folders.objects, encodeKey(key));
  const stat = async (key: string) => await statObject(key, fileOf(key));
  const publish = async (file: string, key: string) => {
    const handle = await guarded(fs.open(file, "r"));
    try {
      await moveInto(file, fileOf(key));
      return describeObject(key, await guarded(handle.stat()));
    } finally {
      await handle.close();
    }
  };
  const storage: Storage = {
    stat,
    get: async (key, range) => await openRange(fileOf(key), range),
    read: async (key, offsetBytes, lengthBytes, room) => await readPart(fileOf(key), offsetBytes, lengthBytes, room),
    open: async (key) => await openWhole(fileOf(key)),
    list: (prefix) => walkObjects(folders.objects, prefix),
    listStaged: (before) => listUntouched(folders.staging, before),
    put: async (key, source, options) => {
      holdSource(source, options?.signal);
      fileOf(key);
      return await viaStaging(folders.staging, async (file) => {
        await writeWhole(file, source, options?.signal);
        return await publish(file, key);
      });
    },
    adopt: async (key, file) => {
      fileOf(key);
      return await viaStaging(folders.staging, async (staged) => {
        await takeOver(file, staged);
        return await publish(staged, key);
      });
    },
    copy: async (fromKey, toKey) =>
      await viaStaging(folders.staging, async (file) => {
        await linkOrClone(fileOf(fromKey), file);
        return await publish(file, toKey);
      }),
    delete: async (key) => await deleteObject(fileOf(key), folders.objects),
    stage: async (id) => {
      if (!/^[A-Za-z0-9_-]{1,128}$/.test(id)) throw new AppError("invalidArgument", { field: "id" });
      await makeFolder(folders.staging);
      const file = path.join(folders.staging, id);
      return await openStaged(file, async (key) => await publish(file, key));
    },
    localPath: async (key) => {
      await present(stat(key));
      return { path: fileOf(key), release: async () => undefined };
    },
    replicas: async (key) => ((await stat(key)) === undefined ? 0 : 1),
    repair: async (_key, isSound) => {
      if (await isSound(storage)) return 0;
      throw new AppError("corruptImage", { construct: "object", found: "noSoundCopy" });
    },
    check: async () => await viaStaging(folders.staging, checkFile),
  };
  return storage;
}

/** Gives the work a file name of its own in the staging folder; nothing is left there afterwards. */
async function viaStaging<T>(staging: string, work: (file: string) => Promise<T>): Promise<T> {
  await makeFolder(staging);
  const file = path.join(staging, `put-${randomUUID()}`);
  try {
    return await work(file);
  } finally {
    // After a publish the name is gone, but for a rename onto a link of the same file: POSIX leaves both names then.
    await fs.rm(file, { force: true }).catch(() => undefined);
  }
}

async function writeWhole(file: string, source: ByteSource, signal: AbortSignal | undefined): Promise<void> {
  const handle = await guarded(fs.open(file, "wx", FILE_MODE));
  try {
    const { cutBy } = await writeSource(handle, source, 0, signal);
    if (cutBy !== undefined) throw cutBy;
    await guarded(handle.datasync());
  } finally {
    await handle.close();
  }
}

/** Moves a file into the staging folder, durably; from another file system it is copied and compared. */
async function takeOver(from: string, to: string): Promise<void> {
  await assertPlainFile(from);
  try {
    await guarded(fs.rename(from, to));
  } catch (error) {
    const elsewhere = error instanceof Error && "code" in error && error.code === "EXDEV";
    if (!elsewhere) throw error;
    await writeWhole(to, await openRange(from, undefined), undefined);
    if ((await digestFile(to)) !== (await digestFile(from))) throw new AppError("digestMismatch", { construct: "object" });
    await guarded(fs.unlink(from));
  }
  await guarded(fs.chmod(to, FILE_MODE));
  await syncPath(to);
}

const digestFile = async (file: string) => await digestObject(await openWhole(file));

/** A hard link, or a clone where the file system allows no further link (65,000 on ext4). */
async function linkOrClone(from: string, to: string): Promise<void> {
  try {
    await guarded(fs.link(from, to));
  } catch (error) {
    const tooMany = error instanceof Error && "code" in error && error.code === "EMLINK";
    if (!tooMany) throw error;
    await guarded(fs.copyFile(from, to, constants.COPYFILE_FICLONE));
    await syncPath(to);
  }
}

function describeObject(key: string, { size, ctime }: Stats): StoredObject {
  return { key, sizeBytes: size, modifiedAt: ctime };
}

async function statObject(key: string, file: string): Promise<StoredObject | undefined> {
  try {
    return describeObject(key, await guarded(fs.stat(file)));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function present(found: Promise<StoredObject | undefined>): Promise<StoredObject> {
  const object = await found;
  if (object === undefined) throw new AppError("notFound");
  return object;
}

/** Deletes a file durably, then the folders that it leaves empty. */
async function deleteObject(file: string, top: string): Promise<void> {
  try {
    await guarded(fs.unlink(file));
    await syncPath(path.dirname(file));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  for (let folder = path.dirname(file); folder !== top; folder = path.dirname(folder)) {
    const emptied = await fs.rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!emptied) return;
  }
}

/** By change time, which a write and a new link both renew. */
async function* listUntouched(staging: string, before: Date): AsyncGenerator<string> {
  await makeFolder(staging);
  for (const name of (await guarded(fs.readdir(staging))).sort()) {
    const stats = await fs.stat(path.join(staging, name)).catch(() => undefined);
    if (stats !== undefined && stats.ctime < before) yield name;
  }
}

async function checkFile(file: string): Promise<void> {
  const sent = Buffer.from(randomUUID());
  await writeWhole(file, yieldOnce(sent), undefined);
  if (!sent.equals(await guarded(fs.readFile(file)))) throw new AppError("storageUnavailable", { reason: "readBack" });
}

async function* yieldOnce(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}
