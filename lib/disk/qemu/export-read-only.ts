import { mkdtemp, rm } from "node:fs/promises";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@/lib/platform/errors";
import type { DiskFormat } from "../model";
import { imageReference } from "./block-driver";
import { canReadDirect } from "./direct";
import { type SandboxedProcess, spawnSandboxed } from "./sandbox";
import { passphraseOf, secretArguments, volumeReference } from "./volume-access";

export interface ExportOptions {
  readonly path: string;
  /** Proven by header inspection; QEMU never guesses. */
  readonly format: DiskFormat;
  /** Size of the disk as its header says; QEMU serves exactly this much. Unit: bytes. */
  readonly virtualSizeBytes: number;
  /** Of a disk the service made itself: the content frozen under this name, and the server its missing blocks come from. */
  readonly frozen?: FrozenContent;
  readonly signal?: AbortSignal;
}

/** A content that `freezeVolumeFile` holds. */
export interface FrozenContent {
  readonly name: string;
  readonly backingSocketPath: string | undefined;
  /** Of an encrypted disk. */
  readonly dataKey?: Uint8Array | undefined;
}

export interface DiskExport {
  /** Unix socket of an NBD server, at most 8 connections; the export has the empty name. */
  readonly socketPath: string;
  close(): Promise<void>;
}

const SECTOR_BYTES = 512;
const CLIENTS = 8;
const READY_MS = 10_000;
const POLL_MS = 5;
const SOCKET = "nbd";

/**
 * Serves the disk inside of a file, read-only, to NBD clients of this host's user. Ready when it answers. Ends with `close()`, with
 * `signal`, or when the service dies; in the last case an empty folder stays in the folder for temporary files.
 * Errors: `corruptImage` when QEMU cannot open the file as this format or its disk is smaller; `formatNotSupported`; those of the sandbox.
 */
export async function exportReadOnly({ path, format, virtualSizeBytes, frozen, signal }: ExportOptions): Promise<DiskExport> {
  // A raw file need not end at a sector; QEMU then pads its last one with zeros.
  const sizeBytes = virtualSizeBytes % SECTOR_BYTES === 0 ? virtualSizeBytes : undefined;
  // Read once, from its beginning to its end: not worth the memory of the system. Other formats are read in small pieces, some twice.
  const direct = format === "raw" && (await canReadDirect(path));
  const image = frozen === undefined ? [imageReference({ format, path: "/in/image", sizeBytes, direct })] : frozenReference(frozen);
  const folder = await mkdtemp(join(tmpdir(), "nbd-"));
  const server = spawnSandboxed({
    command: "qemu-nbd",
    args: ["--read-only", "--persistent", `--shared=${CLIENTS}`, `--socket=/socket/${SOCKET}`, ...image],
    files: { readOnly: [{ host: path, guest: "/in/image" }, ...socketOf(frozen)], writable: [{ host: folder, guest: "/socket" }] },
    secret: frozen?.dataKey && passphraseOf(frozen.dataKey),
    limits: { cpuSeconds: undefined, wallSeconds: undefined },
    signal,
  });
  const close = async () => {
    await server.end();
    await rm(folder, { recursive: true, force: true });
  };
  void server.finished.catch(() => rm(folder, { recursive: true, force: true })).catch(() => {});
  const socketPath = join(folder, SOCKET);
  try {
    await Promise.race([diesBeforeReady(server, format), answers(socketPath)]);
  } catch (error) {
    await close();
    throw error;
  }
  return { socketPath, close };
}

/** The disk's own backing stays: the service recorded it, and it names a socket of this host. */
function frozenReference({ name, dataKey }: FrozenContent): string[] {
  const image = volumeReference({ path: "/in/image", dataKey }, { locking: "off" });
  return [...secretArguments(dataKey), `--load-snapshot=snapshot.name=${name}`, image];
}

function socketOf(frozen: FrozenContent | undefined) {
  const socket = frozen?.backingSocketPath;
  return socket === undefined ? [] : [{ host: socket, guest: socket }];
}

/** Never resolves: a server that ends before its first client has failed to open the image. */
async function diesBeforeReady(server: SandboxedProcess, format: DiskFormat): Promise<never> {
  try {
    await server.finished;
  } catch (error) {
    if (!(error instanceof AppError) || error.detail.reason !== "exit") throw error;
    throw new AppError("corruptImage", { construct: "file.open", format, found: error.detail.stderr ?? "" }, { cause: error });
  }
  throw new AppError("toolFailed", { tool: "qemu-nbd", reason: "ended" });
}

async function answers(socketPath: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (!(await greets(socketPath))) {
    if (Date.now() > deadline) throw new AppError("toolFailed", { tool: "qemu-nbd", reason: "timeout" });
    await delay(POLL_MS);
  }
}

/** True when the server greets. The kernel takes connections before the server has opened the image, so a connection alone says nothing. */
function greets(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath);
    socket.once("data", () => resolve(true)).once("close", () => resolve(false));
    socket.once("data", () => socket.destroy()).on("error", () => undefined);
    socket.setTimeout(READY_MS, () => socket.destroy());
  });
}
