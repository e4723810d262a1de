import type { Readable } from "node:stream";

/** What is known of a stored object. Unit of `sizeBytes`: bytes. `modifiedAt` is never before the key was last put, published or copied to. */
export interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
}

/** A byte range, both ends included, as in HTTP. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Bytes on their way in: a Readable, or anything that yields chunks. A driver has done with a chunk before it asks for the
 * next, so that a source may reuse its buffers; large chunks (1 MiB, see `gather`) are what makes it fast.
 */
export type ByteSource = AsyncIterable<Uint8Array>;

/**
 * An upload that grows and may be interrupted: bytes up to `size()` are durable, nobody can read the object before
 * `publish`. Survives a restart of the process that began it. Only one process may append at a time: the caller's lock.
 * Errors: `notFound` once it was published or discarded, `conflict` while an append of this process runs.
 */
export interface StagedObject {
  /**
   * Appends a source at `offsetBytes`, which must be the present end, else `conflict` { offset, size }. Answers the new
   * durable end: after the whole source, or, when the source broke off or `signal` was aborted, after what had arrived. An
   * AppError of the source travels on; what had arrived is kept then, too.
   */
  append(source: ByteSource, offsetBytes: number, signal?: AbortSignal): Promise<number>;
  /** Bytes that would survive a crash now. */
  size(): Promise<number>;
  /** Reads back what was staged, to digest it. What is durable can be read while an append adds more. */
  read(range?: ByteRange): Promise<Readable>;
  /** Holds what is durable now open, for readers that bring their own memory. */
  open(): Promise<OpenObject>;
  /**
   * Makes the object visible under `key`, whole, in one step. The staged object is gone afterwards:
   * after a crash, `stat(key)` tells whether it happened.
   */
  publish(key: string): Promise<StoredObject>;
  /** Forgets the bytes. Doing it twice is not an error. */
  discard(): Promise<void>;
}

/** An object held open, for readers that bring their own memory. Whoever opened it closes it. */
export interface OpenObject {
  readonly sizeBytes: number;
  /** Fills `into` from this place on; short at the end of the object. Answers how many bytes. */
  read(into: Uint8Array, offsetBytes: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * Where bytes live: objects written once, never changed, visible only when whole. One conformance suite holds every driver.
 * Keys: 1–1024 bytes of well-formed UTF-8 without NUL, else `invalidArgument`. Errors: `notFound` for a missing key,
 * `storageFull` when space ends, `storageUnavailable` for an unreachable store, `cancelled` (or the signal's own AppError)
 * after an abort.
 */
export interface Storage {
  /**
   * Streams an object in; visible under `key` only when the whole source arrived and is durable. Replaces what was there.
   * A Readable is destroyed by an abort; another source that can stall has to listen to the signal itself.
   */
  put(key: string, source: ByteSource, options?: { signal?: AbortSignal }): Promise<StoredObject>;
  /**
   * Makes a finished file of this host an object, in one step and without copying it where the store can take the file itself. The file
   * is gone afterwards, and nobody may write to it any more. What had to be copied is compared with it. Errors: `invalidArgument` for
   * anything but a plain file, `notFound` for a missing one, `digestMismatch`.
   */
  adopt(key: string, file: string): Promise<StoredObject>;
  /** Reads an object or a range of it. A range beyond the end is `invalidArgument`. The caller reads it out or destroys it. */
  get(key: string, range?: ByteRange): Promise<Readable>;
  /**
   * Reads a small range into memory, for readers that hop (image indexes, blocks). Short at the end of the object. `room`: memory of that
   * length to answer in; aligned memory is for whoever reads in order and once.
   */
  read(key: string, offsetBytes: number, lengthBytes: number, room?: Uint8Array): Promise<Buffer>;
  open(key: string): Promise<OpenObject>;
  stat(key: string): Promise<StoredObject | undefined>;
  /** Copies inside the store without moving bytes through this process. */
  copy(fromKey: string, toKey: string): Promise<StoredObject>;
  /** Deletes; a missing key is not an error. */
  delete(key: string): Promise<void>;
  /** Keys under a prefix in byte order, lazily. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Opens (or creates) the staged object of this id. `id`: 1–128 of [A-Za-z0-9_-]. */
  stage(id: string): Promise<StagedObject>;
  /** Ids of staged objects not touched since `before`, for sweeping: what a crashed `put` left behind is among them. */
  listStaged(before: Date): AsyncIterable<string>;
  /**
   * A path of this host where the object can be opened read-only by external tools; `release` ends the use. The file driver
   * answers its own file, a remote driver a local copy.
   */
  localPath(key: string): Promise<{ path: string; release(): Promise<void> }>;
  /** In how many places the object lies whole, as far as this store can tell; 0 for a missing key. */
  replicas(key: string): Promise<number>;
  /**
   * Replaces the copies that `isSound` does not accept by one that it does; answers how many. Errors: `corruptImage` when there is no
   * sound copy.
   */
  repair(key: string, isSound: (store: Storage) => Promise<boolean>): Promise<number>;
  /** Throws unless the store can be written and read now. */
  check(): Promise<void>;
}
