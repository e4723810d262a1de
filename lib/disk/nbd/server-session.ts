import type { Socket } from "node:net";
import { MIB } from "../model";
import type { DeviceExtent, Exports } from "./block-device";
import {
  CHUNK,
  CHUNK_DONE,
  CHUNK_HEADER_BYTES,
  COMMAND,
  ERRNO,
  READ_MAX_BYTES,
  REQUEST_BYTES,
  REQUEST_MAGIC,
  REQUEST_ONE,
  SIMPLE_REPLY_BYTES,
  SIMPLE_REPLY_MAGIC,
  STATE_HOLE,
  STATE_ZERO,
  STRUCTURED_REPLY_MAGIC,
  u32,
  u64,
} from "./protocol";
import { CONTEXT_ID, type Negotiated, negotiateExport } from "./server-options";
import { SocketReader } from "./socket-reader";

/** Requests of one client under way at once; the next ones wait in the kernel. */
const MAX_IN_FLIGHT = 16;
/** A read is answered in pieces that end at multiples of this, so that none needs more memory. Unit: bytes. */
const PIECE_BYTES = 2 * MIB;
/** Most extents of one block status answer; the client asks again for the rest. */
const MAX_EXTENTS = 4096;

interface Request {
  readonly flags: number;
  readonly command: number;
  readonly cookie: bigint;
  readonly offset: number;
  readonly length: number;
}

/** Serves one client from greeting to end. Never rejects: a client that leaves, lies or breaks is simply gone. */
export async function serveConnection(socket: Socket, exports: Exports): Promise<void> {
  const reader = new SocketReader(socket);
  socket.on("data", (bytes) => reader.receive(bytes));
  try {
    const negotiated = await negotiateExport(socket, reader, exports);
    if (negotiated) await new Session(socket, reader, negotiated).run();
    socket.end();
  } catch {
    socket.destroy();
  }
}

class Session {
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly socket: Socket,
    private readonly reader: SocketReader,
    private readonly negotiated: Negotiated,
  ) {}

  /** Ends when the client disconnects; rejects when it vanishes or talks nonsense. */
  async run(): Promise<void> {
    const bytes = Buffer.alloc(REQUEST_BYTES);
    for (;;) {
      await this.reader.fill(bytes);
      if (bytes.readUInt32BE(0) !== REQUEST_MAGIC) throw new Error("request magic");
      const request = {
        flags: bytes.readUInt16BE(4),
        command: bytes.readUInt16BE(6),
        cookie: bytes.readBigUInt64BE(8),
        offset: Number(bytes.readBigUInt64BE(16)),
        length: bytes.readUInt32BE(24),
      };
      if (request.command === COMMAND.disconnect) break;
      if (request.command === COMMAND.write) {
        if (request.length > READ_MAX_BYTES) throw new Error("write too long");
        await this.reader.skip(request.length);
      }
      while (this.running.size >= MAX_IN_FLIGHT) await Promise.race(this.running);
      this.start(request);
    }
    await Promise.all(this.running);
  }

  private start(request: Request): void {
    const answered = this.answer(request)
      .catch(() => {
        this.socket.destroy();
      })
      .finally(() => {
        this.running.delete(answered);
      });
    this.running.add(answered);
  }

  private answer(request: Request): Promise<void> {
    const { sizeBytes } = this.negotiated.device;
    const isInside = request.length > 0 && request.offset + request.length <= sizeBytes;
    switch (request.command) {
      case COMMAND.read:
        if (!isInside || request.flags !== 0 || request.length > READ_MAX_BYTES) return this.refuse(request, ERRNO.invalid);
        return this.negotiated.structuredReplies ? this.readStructured(request) : this.readSimple(request);
      case COMMAND.blockStatus:
        if (!isInside || (request.flags & ~REQUEST_ONE) !== 0 || !this.negotiated.blockStatus) return this.refuse(request, ERRNO.invalid);
        return this.status(request);
      case COMMAND.write:
      case COMMAND.trim:
      case COMMAND.writeZeroes:
        return this.refuse(request, ERRNO.permission);
      case COMMAND.flush:
        return this.sendSimple(request, 0, []);
      default:
        return this.refuse(request, ERRNO.invalid);
    }
  }

  /** Holes are named, data follows in pieces as it is ready; a piece that cannot be had ends the answer with an error. */
  private async readStructured(request: Request): Promise<void> {
    try {
      let offset = request.offset;
      const end = request.offset + request.length;
      for (const extent of mergeExtents(await this.negotiated.device.extents(request.offset, request.length))) {
        const extentEnd = offset + extent.length;
        if (extent.hole) await this.sendChunk(request, extentEnd === end, CHUNK.offsetHole, [u64(offset), u32(extent.length)]);
        for (let at = offset; !extent.hole && at < extentEnd; ) {
          const pieceEnd = Math.min(extentEnd, (Math.floor(at / PIECE_BYTES) + 1) * PIECE_BYTES);
          const piece = await this.negotiated.device.read(at, pieceEnd - at);
          await this.sendChunk(request, pieceEnd === end, CHUNK.offsetData, [u64(at), piece]);
          at = pieceEnd;
        }
        offset = extentEnd;
      }
    } catch {
      await this.refuse(request, ERRNO.io);
    }
  }

  /** Without structured replies the first byte sent is a promise that all others come: everything is read before. */
  private async readSimple(request: Request): Promise<void> {
    const data = await this.negotiated.device.read(request.offset, request.length).catch(() => undefined);
    await (data ? this.sendSimple(request, 0, [data]) : this.refuse(request, ERRNO.io));
  }

  private async status(request: Request): Promise<void> {
    const extents = await this.negotiated.device.extents(request.offset, request.length).catch(() => undefined);
    if (!extents) return this.refuse(request, ERRNO.io);
    const answered = mergeExtents(extents).slice(0, (request.flags & REQUEST_ONE) === 0 ? MAX_EXTENTS : 1);
    const pairs = answered.flatMap(({ length, hole }) => [u32(length), u32(hole ? STATE_HOLE | STATE_ZERO : 0)]);
    await this.sendChunk(request, true, CHUNK.blockStatus, [u32(CONTEXT_ID), ...pairs]);
  }

  private refuse(request: Request, errno: number): Promise<void> {
    const mustBeChunk = request.command === COMMAND.read || request.command === COMMAND.blockStatus;
    if (!this.negotiated.structuredReplies || !mustBeChunk) return this.sendSimple(request, errno, []);
    return this.sendChunk(request, true, CHUNK.error, [u32(errno), Buffer.alloc(2)]);
  }

  private sendSimple(request: Request, errno: number, body: Buffer[]): Promise<void> {
    const header = Buffer.alloc(SIMPLE_REPLY_BYTES);
    header.writeUInt32BE(SIMPLE_REPLY_MAGIC, 0);
    header.writeUInt32BE(errno, 4);
    header.writeBigUInt64BE(request.cookie, 8);
    return this.send([header, ...body]);
  }

  private sendChunk(request: Request, isLast: boolean, type: number, body: Buffer[]): Promise<void> {
    const header = Buffer.alloc(CHUNK_HEADER_BYTES);
    header.writeUInt32BE(STRUCTURED_REPLY_MAGIC, 0);
    header.writeUInt16BE(isLast ? CHUNK_DONE : 0, 4);
    header.writeUInt16BE(type, 6);
    header.writeBigUInt64BE(request.cookie, 8);
    header.writeUInt32BE(
      body.reduce((sum, part) => sum + part.length, 0),
      16,
    );
    return this.send([header, ...body]);
  }

  /** Writes the parts together and waits until the client has taken them, which is what bounds memory per client. */
  private send(parts: Buffer[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.cork();
      const last = parts.pop();
      for (const part of parts) this.socket.write(part);
      this.socket.write(last ?? Buffer.alloc(0), (error) => (error ? reject(error) : resolve()));
      this.socket.uncork();
    });
  }
}

function mergeExtents(extents: readonly DeviceExtent[]): DeviceExtent[] {
  const merged: DeviceExtent[] = [];
  for (const extent of extents) {
    const last = merged.at(-1);
    if (last?.hole === extent.hole) merged[merged.length - 1] = { hole: last.hole, length: last.length + extent.length };
    else merged.push(extent);
  }
  return merged;
}
