import { connect, type Socket } from "node:net";
import { KIB } from "../model";

/** The peer went away, or the socket failed, in the middle of what was awaited. */
export class SocketEnded extends Error {
  override readonly name = "SocketEnded";
}

/** What one turn of the event loop reads from a server; more than a unix socket holds. Unit: bytes. */
const RECEIVE_BYTES = 256 * KIB;

/** Connects to a unix socket and reads all of it through one buffer, so that gigabytes leave no garbage to collect. */
export function connectReader(socketPath: string): { socket: Socket; reader: SocketReader } {
  const memory = Buffer.alloc(RECEIVE_BYTES);
  const onread = { buffer: memory, callback: (count: number): boolean => reader.receive(memory.subarray(0, count)) };
  const socket: Socket = connect({ path: socketPath, onread });
  const reader: SocketReader = new SocketReader(socket);
  return { socket, reader };
}

/**
 * Reads exact numbers of bytes from a socket into memory of the caller, one read at a time. Bytes nobody asked for yet stay in
 * the kernel: the socket is paused. Ends with `SocketEnded` when the peer does.
 */
export class SocketReader {
  private rest: Buffer = Buffer.alloc(0);
  private wanted: { target: Uint8Array; filled: number; resolve(): void; reject(error: Error): void } | undefined;
  private ended: Error | undefined;

  constructor(private readonly socket: Socket) {
    socket.on("error", (error: NodeJS.ErrnoException) => this.end(new SocketEnded(`socket failed: ${error.code}`, { cause: error })));
    socket.on("end", () => this.end(new SocketEnded("peer closed")));
    socket.on("close", () => this.end(new SocketEnded("socket closed")));
  }

  /** Takes what the socket read; the memory must keep until it is used up. False when the socket is to pause until then. */
  receive(bytes: Buffer): boolean {
    this.rest = bytes;
    this.serve();
    return this.rest.length === 0;
  }

  /** Fills the whole target. */
  fill(target: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.wanted = { target, filled: 0, resolve, reject };
      this.serve();
    });
  }

  /** Reads so many bytes into new memory. */
  async take(length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length);
    if (length > 0) await this.fill(bytes);
    return bytes;
  }

  /** Reads and forgets. */
  async skip(length: number): Promise<void> {
    const scratch = Buffer.alloc(Math.min(length, 64 * 1024));
    for (let left = length; left > 0; left -= scratch.length) await this.fill(scratch.subarray(0, Math.min(left, scratch.length)));
  }

  private serve(): void {
    const wanted = this.wanted;
    if (wanted) {
      const count = Math.min(this.rest.length, wanted.target.length - wanted.filled);
      wanted.target.set(this.rest.subarray(0, count), wanted.filled);
      wanted.filled += count;
      this.rest = this.rest.subarray(count);
      if (wanted.filled === wanted.target.length) {
        this.wanted = undefined;
        wanted.resolve();
      } else if (this.ended) {
        this.wanted = undefined;
        wanted.reject(this.ended);
      }
    }
    // Paused while bytes are left over; asked again when the next read has used them up.
    if (this.rest.length > 0) this.socket.pause();
    else this.socket.resume();
  }

  private end(reason: Error): void {
    this.ended ??= reason;
    if (this.wanted) this.serve();
  }
}
