import type { Socket } from "node:net";
import { AppError, isAppError } from "@/lib/platform/errors";
import { GIB } from "../model";
import { type NbdExport, nbdFailed, negotiate } from "./client-handshake";
import { type PendingRequest, ReplyReader } from "./client-replies";
import { COMMAND, READ_MAX_BYTES, REQUEST_BYTES, REQUEST_MAGIC, STATE_HOLE, STATE_ZERO } from "./protocol";
import { connectReader, SocketEnded } from "./socket-reader";

/** A run of the disk in one state. `zero`: reads as zeros, so it need not be read. Unit: bytes. */
export interface NbdExtent {
  readonly offset: number;
  readonly length: number;
  readonly allocated: boolean;
  readonly zero: boolean;
}

/** One export of an NBD server, open for reading. Any number of calls may be under way at once. */
export interface NbdClient {
  readonly sizeBytes: number;
  /** The whole disk in order, without gaps. One extent of data when the server keeps no block status. */
  blockStatus(): AsyncIterable<NbdExtent>;
  /** Exactly the bytes asked for. At most 32 MiB. */
  read(offsetBytes: number, lengthBytes: number): Promise<Buffer>;
  /** Fills the target from this offset. The target belongs to the client until the promise settles. */
  readInto(offsetBytes: number, target: Uint8Array): Promise<void>;
  /** Ends the connection; what is still under way fails. Doing it twice is not an error. */
  close(): void;
}

/** A server that owes an answer and sends nothing for this long is given up. */
const STALL_MS = 60_000;
/** Span of one block status request. Unit: bytes. */
const STATUS_SPAN_BYTES = GIB;

/**
 * Connects to an export on a unix socket. The server is not trusted: an answer that is short, too long, out of order or about
 * something nobody asked is `toolFailed`, as is a server that goes away, falls silent or fails a request; each ends the connection
 * for all requests under way. `signal` gives `cancelled`.
 */
export async function openNbd(socketPath: string, exportName = "", signal?: AbortSignal): Promise<NbdClient> {
  if (signal?.aborted) throw new AppError("cancelled");
  const { socket, reader } = connectReader(socketPath);
  const abort = () => socket.destroy();
  signal?.addEventListener("abort", abort, { once: true });
  socket.once("close", () => signal?.removeEventListener("abort", abort));
  socket.setTimeout(STALL_MS, abort);
  try {
    const served = await negotiate(socket, reader, exportName);
    socket.off("timeout", abort);
    return new OpenNbd(socket, new ReplyReader(reader, served.contextId), served, signal);
  } catch (error) {
    socket.destroy();
    throw toAppError(error, signal);
  }
}

/** Whatever else goes wrong while an answer is taken apart, is the fault of the answer. */
function toAppError(error: unknown, signal: AbortSignal | undefined): AppError {
  if (signal?.aborted) return new AppError("cancelled", {}, { cause: error });
  if (isAppError(error)) return error;
  const reason = error instanceof SocketEnded ? error.message : "malformed";
  return new AppError("toolFailed", { tool: "nbd", reason }, { cause: error });
}

class OpenNbd implements NbdClient {
  readonly sizeBytes: number;
  private readonly pending = new Map<bigint, PendingRequest>();
  private nextCookie = 1n;
  private failure: Error | undefined;

  constructor(
    private readonly socket: Socket,
    replies: ReplyReader,
    private readonly served: NbdExport,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.sizeBytes = served.sizeBytes;
    socket.setTimeout(STALL_MS, () => {
      if (this.pending.size > 0) this.fail(nbdFailed("stalled"));
    });
    replies.run(this.pending).catch((error: unknown) => this.fail(toAppError(error, signal)));
  }

  async *blockStatus(): AsyncIterable<NbdExtent> {
    if (this.served.contextId === undefined) {
      if (this.sizeBytes > 0) yield { offset: 0, length: this.sizeBytes, allocated: true, zero: false };
      return;
    }
    let offset = 0;
    while (offset < this.sizeBytes) {
      const span = Math.min(STATUS_SPAN_BYTES, this.sizeBytes - offset);
      for (const extent of await this.statusOf(offset, span)) {
        // The last extent of an answer may reach beyond the question; even beyond the disk it means nothing.
        const length = Math.min(extent.length, this.sizeBytes - offset);
        if (length > 0) yield { offset, length, allocated: (extent.flags & STATE_HOLE) === 0, zero: (extent.flags & STATE_ZERO) !== 0 };
        offset += length;
      }
    }
  }

  async read(offsetBytes: number, lengthBytes: number): Promise<Buffer> {
    const bytes = Buffer.alloc(lengthBytes);
    await this.readInto(offsetBytes, bytes);
    return bytes;
  }

  async readInto(offsetBytes: number, target: Uint8Array): Promise<void> {
    const { minBlockBytes } = this.served;
    if (offsetBytes < 0 || target.length > READ_MAX_BYTES || offsetBytes + target.length > this.sizeBytes) {
      throw new AppError("invalidArgument", { offsetBytes, lengthBytes: target.length });
    }
    if (offsetBytes % minBlockBytes !== 0 || target.length % minBlockBytes !== 0) throw nbdFailed("minimumBlock");
    if (target.length === 0) return;
    await new Promise<void>((resolve, reject) => {
      this.send(COMMAND.read, offsetBytes, target.length, { kind: "read", offset: offsetBytes, target, filled: 0, resolve, reject });
    });
  }

  close(): void {
    this.fail(new AppError(this.signal?.aborted ? "cancelled" : "toolFailed", { tool: "nbd", reason: "closed" }));
  }

  private statusOf(offset: number, length: number): Promise<{ length: number; flags: number }[]> {
    return new Promise((resolve, reject) => {
      this.send(COMMAND.blockStatus, offset, length, { kind: "status", length, extents: [], resolve, reject });
    });
  }

  private send(command: number, offset: number, length: number, request: PendingRequest): void {
    if (this.failure) {
      request.reject(this.failure);
      return;
    }
    const cookie = this.nextCookie++;
    const bytes = Buffer.alloc(REQUEST_BYTES);
    bytes.writeUInt32BE(REQUEST_MAGIC, 0);
    bytes.writeUInt16BE(command, 6);
    bytes.writeBigUInt64BE(cookie, 8);
    bytes.writeBigUInt64BE(BigInt(offset), 16);
    bytes.writeUInt32BE(length, 24);
    this.pending.set(cookie, request);
    this.socket.write(bytes);
  }

  private fail(reason: Error): void {
    this.failure ??= reason;
    this.socket.destroy();
    for (const request of this.pending.values()) request.reject(this.failure);
    this.pending.clear();
  }
}
