import type { Readable } from "node:stream";

/** What is known of a stored object. Unit of `sizeBytes`: bytes. */
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
 * An upload that grows and may be interrupted: bytes up to `offsetBytes` are durable, nobody can read the object before
 * `publish`. Survives a restart of the process that began it.
 */
export interface StagedObject {
  /** Appends a stream at `offsetBytes`, which must be the present end. Answers the new end; on an abort, what became durable. */
  append(source: Readable, offsetBytes: number, signal?: AbortSignal): Promise<number>;
  /** Bytes that would survive a crash now. */
  size(): Promise<number>;
  /** Reads back what was staged, to rebuild a digest after a restart. */
  read(range?: ByteRange): Promise<Readable>;
  /** Makes the object visible under `key`, whole, in one step. The staged object is gone afterwards. */
  publish(key: string): Promise<StoredObject>;
  /** Forgets the bytes. Doing it twice is not an error. */
  discard(): Promise<void>;
}

/**
 * Where bytes live: objects written once, never changed, visible only when whole. One conformance suite holds every driver.
 * Errors: `notFound` for a missing key, `storageFull` when space ends, `storageUnavailable` for an unreachable store.
 */
export interface Storage {
  /** Streams an object in; visible under `key` only when the whole stream arrived and is durable. Replaces what was there. */
  put(key: string, source: Readable, options?: { signal?: AbortSignal }): Promise<StoredObject>;
  /** Reads an object or a range of it. A range beyond the end is `invalidArgument`. */
  get(key: string, range?: ByteRange): Promise<Readable>;
  /** Reads a small range into memory, for readers that hop (image indexes, blocks). Short at the end of the object. */
  read(key: string, offsetBytes: number, lengthBytes: number): Promise<Buffer>;
  stat(key: string): Promise<StoredObject | undefined>;
  /** Copies inside the store without moving bytes through this process. */
  copy(fromKey: string, toKey: string): Promise<StoredObject>;
  /** Deletes; a missing key is not an error. */
  delete(key: string): Promise<void>;
  /** Keys under a prefix in byte order, lazily. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Opens (or creates) the staged object of this id. `id`: 1–128 of [A-Za-z0-9_-]. */
  stage(id: string): Promise<StagedObject>;
  /** Ids of staged objects not touched since `before`, for sweeping. */
  listStaged(before: Date): AsyncIterable<string>;
  /**
   * A path of this host where the object can be opened read-only by external tools; `release` ends the use. The file driver
   * answers its own file, a remote driver a local copy.
   */
  localPath(key: string): Promise<{ path: string; release(): Promise<void> }>;
  /** Throws unless the store can be written and read now. */
  check(): Promise<void>;
}
