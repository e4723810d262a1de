import "server-only";
import { AppError, isAppError } from "../errors";
import { Fanout } from "./fanout";
import { assertPlainFile, holdSource } from "./file/durable";
import { openRange } from "./file/read";
import type { ByteSource, StagedObject, Storage, StoredObject } from "./storage";

/**
 * Keeps every object in several stores (SEC-06). The first decides what is visible; the others hold an object before it becomes
 * visible and lose it after, so that whatever the first shows is in all of them. Reads that the first store cannot answer come from the
 * next one that can. A store that cannot be written fails the write: an object is never in fewer places than asked for.
 */
export function createMirroredStorage(primary: Storage, mirrors: readonly Storage[]): Storage {
  const stores = [primary, ...mirrors];
  const put = async (key: string, source: ByteSource, options?: { signal?: AbortSignal }) => {
    holdSource(source, options?.signal);
    const fanout = new Fanout(source, mirrors.length);
    const copies = mirrors.map((mirror, index) => mirror.put(key, fanout.branch(index), options));
    for (const [index, copy] of copies.entries()) copy.catch((error: unknown) => fanout.fail(index, error));
    return await primary.put(
      key,
      fanout.trunk(() => Promise.all(copies)),
      options,
    );
  };
  return {
    ...primary,
    put,
    adopt: async (key, file) => {
      await assertPlainFile(file);
      await Promise.all(mirrors.map(async (mirror) => await mirror.put(key, await openRange(file, undefined))));
      return await primary.adopt(key, file);
    },
    get: (key, range) => firstAble(stores, (store) => store.get(key, range)),
    read: (key, offsetBytes, lengthBytes, room) => firstAble(stores, (store) => store.read(key, offsetBytes, lengthBytes, room)),
    open: (key) => firstAble(stores, (store) => store.open(key)),
    localPath: (key) => firstAble(stores, (store) => store.localPath(key)),
    copy: async (fromKey, toKey) => {
      await Promise.all(mirrors.map((mirror) => copyOrFetch(mirror, primary, fromKey, toKey)));
      return await primary.copy(fromKey, toKey);
    },
    delete: async (key) => {
      await primary.delete(key);
      await Promise.all(mirrors.map((mirror) => mirror.delete(key)));
    },
    stage: async (id) => withMirrors(await primary.stage(id), mirrors),
    check: async () => {
      await Promise.all(stores.map((store) => store.check()));
    },
    replicas: async (key) => (await Promise.all(stores.map((store) => store.replicas(key)))).reduce((sum, count) => sum + count, 0),
    repair: (key, isSound) => repair(stores, key, isSound),
  };
}

/** Errors: those of the last store; a refusal of the request itself at once. */
async function firstAble<T>(stores: readonly Storage[], ask: (store: Storage) => Promise<T>): Promise<T> {
  let failure: unknown;
  for (const store of stores) {
    try {
      return await ask(store);
    } catch (error) {
      if (isAppError(error) && error.code === "invalidArgument") throw error;
      failure ??= error;
    }
  }
  throw failure;
}

async function copyOrFetch(mirror: Storage, primary: Storage, fromKey: string, toKey: string): Promise<StoredObject> {
  try {
    return await mirror.copy(fromKey, toKey);
  } catch (error) {
    if (!isAppError(error) || error.code !== "notFound") throw error;
    return await mirror.put(toKey, await primary.get(fromKey));
  }
}

/** Staged bytes lie in the first store alone until they are published; a crash before that loses an upload that nobody was promised. */
function withMirrors(staged: StagedObject, mirrors: readonly Storage[]): StagedObject {
  return {
    append: (source, offsetBytes, signal) => staged.append(source, offsetBytes, signal),
    size: () => staged.size(),
    read: (range) => staged.read(range),
    open: () => staged.open(),
    discard: () => staged.discard(),
    publish: async (key) => {
      for (const mirror of mirrors) await mirror.put(key, await staged.read());
      return await staged.publish(key);
    },
  };
}

/** The first store keeps the old object until the sound one replaces it whole. */
async function repair(stores: readonly Storage[], key: string, isSound: (store: Storage) => Promise<boolean>): Promise<number> {
  const states = await Promise.all(stores.map(async (store) => ({ store, sound: await isSound(store).catch(() => false) })));
  const good = states.find(({ sound }) => sound)?.store;
  if (good === undefined) throw new AppError("corruptImage", { construct: "object", found: "noSoundCopy" });
  const broken = states.filter(({ sound }) => !sound);
  for (const { store } of broken) await store.put(key, await good.get(key));
  return broken.length;
}
