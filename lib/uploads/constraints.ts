import { GIB, MIB, TIB } from "@/lib/disk/model";

/**
 * Largest file an upload takes. Unit: bytes. Boundary: inclusive. A disk may hold 1 TiB (SYSTEM_DISK_MAX_BYTES); a format that
 * stores all of it adds its own tables and headers, for which there is room.
 */
export const UPLOAD_MAX_BYTES = TIB + 2 * GIB;

/** How long an unfinished upload is kept after its last byte. Unit: days. */
export const UPLOAD_DAYS = 7;

/** A request that brings no byte for so long is taken for a dead connection, and its upload is free to be resumed. Unit: milliseconds. */
export const UPLOAD_STALL_MS = 60_000;

/** What a browser sends in one request: large enough to be fast, small enough to lose little. Unit: bytes. */
export const UPLOAD_CHUNK_BYTES = 64 * MIB;

/** Uploads a list shows: more unfinished ones at a time than anybody has. */
export const UPLOADS_SHOWN_MAX = 200;
