import "server-only";
import { mkdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { MIB } from "@/lib/disk/model";
import type { BlockDevice } from "@/lib/disk/nbd/block-device";
import { type NbdServer, startNbdServer } from "@/lib/disk/nbd/server";
import { isDamage } from "@/lib/disk/pipeline/find-damage";
import { BlockCache } from "@/lib/disk/zvhd2/block-cache";
import { zvhd2BlockDevice } from "@/lib/disk/zvhd2/block-device";
import { openZvhd2 } from "@/lib/disk/zvhd2/reader";
import { openDisk } from "@/lib/images/open-disk";
import { noteDamage } from "@/lib/images/scrub/note-damage";
import { db } from "@/lib/platform/db/client";
import { type SessionLock, trySessionLock } from "@/lib/platform/db/session-lock";
import { log } from "@/lib/platform/log";
import { diskSocketPath } from "./volume-files";

/** Decompressed blocks kept for all exports together. Unit: bytes. */
const CACHE_BYTES = 48 * MIB;
/** How soon another worker of this host takes over when the serving one dies. Unit: ms. */
const TAKE_OVER_MS = 1_000;
const DEVICES_KEPT = 64;

/**
 * Serves the disks of images to this host's volumes over NBD. Of the workers on a host one serves; the others wait for an
 * advisory lock that the database frees when the serving process dies, and go on under the same address.
 */
export class DiskExports {
  readonly #cache = new BlockCache(CACHE_BYTES);
  readonly #devices = new Map<string, Promise<BlockDevice | undefined>>();
  #server: NbdServer | undefined;
  #guard: SessionLock | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** Resolves when this process serves, or another one of the host does. */
  async start(): Promise<void> {
    await this.#tryToServe();
    if (this.#server === undefined) this.#retryLater();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#server?.close();
    await this.#guard?.release();
  }

  #retryLater(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#tryToServe()
        .catch((error: unknown) => log.warn({ err: error }, "disk exports"))
        .finally(() => this.#server === undefined && this.#retryLater());
    }, TAKE_OVER_MS);
  }

  async #tryToServe(): Promise<void> {
    const guard = await trySessionLock(`disk-exports:${hostname()}:${diskSocketPath()}`);
    if (guard === undefined) return;
    // The database away: another process may get the lock, so this one must stop serving before it does.
    guard.lost.addEventListener("abort", () => void this.#lostGuard(), { once: true });
    this.#guard = guard;
    await mkdir(path.dirname(diskSocketPath()), { recursive: true, mode: 0o700 });
    await rm(diskSocketPath(), { force: true }); // we hold the lock: whoever left it is dead
    this.#server = await startNbdServer(diskSocketPath(), { get: (name) => this.#find(name), keys: () => [] });
  }

  async #lostGuard(): Promise<void> {
    const server = this.#server;
    if (server === undefined || this.#stopped) return;
    this.#server = undefined;
    this.#guard = undefined;
    await server.close();
    this.#retryLater();
  }

  /** The device of an image's disk, opened on first use. Kept few: opening costs two small reads. */
  #find(diskId: string): Promise<BlockDevice | undefined> {
    const known = this.#devices.get(diskId);
    if (known !== undefined) return known;
    const opened = this.#open(diskId);
    this.#devices.set(diskId, opened);
    opened.catch((error: unknown) => {
      this.#devices.delete(diskId);
      log.warn({ err: error, diskId }, "an image's disk could not be opened"); // the client sees a connection that ends
    });
    if (this.#devices.size > DEVICES_KEPT) this.#devices.delete(this.#devices.keys().next().value ?? "");
    return opened;
  }

  async #open(diskId: string): Promise<BlockDevice | undefined> {
    if (!/^[0-9a-f-]{36}$/.test(diskId)) return undefined;
    const row = await db().imageDisk.findUnique({ where: { id: diskId } });
    if (row === null) return undefined;
    const disk = await openZvhd2(await openDisk(row));
    const manifest = { contentDigest: row.contentDigest, blockDigests: Buffer.from(row.blockDigests) };
    return zvhd2BlockDevice(disk, this.#cache, manifest, (block, error) => {
      log.error({ err: error, diskId, block }, "a block of an image's disk cannot be given out");
      if (!isDamage(error)) return;
      const damage = { construct: "zvhd2.block", blocks: [block], blockCount: 1 };
      // The first word stands until a check of the whole disk knows more.
      noteDamage(db(), diskId, damage).catch((cause: unknown) => log.warn({ err: cause, diskId }, "damage could not be noted"));
    });
  }
}
