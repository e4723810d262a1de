import type { Socket } from "node:net";
import type { BlockDevice, Exports } from "./block-device";
import {
  BASE_ALLOCATION,
  FIXED_NEWSTYLE,
  INFO,
  lengthPrefixed,
  NBD_MAGIC,
  NO_ZEROES,
  OPTION,
  OPTION_MAGIC,
  OPTION_MAX_BYTES,
  OPTION_REPLY_MAGIC,
  READ_MAX_BYTES,
  READ_ONLY_EXPORT_FLAGS,
  REPLY,
  u16,
  u32,
  u64,
} from "./protocol";
import type { SocketReader } from "./socket-reader";

/** What a client settled on. */
export interface Negotiated {
  readonly device: BlockDevice;
  readonly structuredReplies: boolean;
  /** True when block status may be asked for. */
  readonly blockStatus: boolean;
}

/** Number this server gives to `base:allocation`. */
export const CONTEXT_ID = 1;
/** Options one client may send before it must choose; a client that haggles for ever is left. */
const MAX_OPTIONS = 128;
/** What reads should be a multiple of, to be fast. Unit: bytes. */
const PREFERRED_BLOCK_BYTES = 64 * 1024;

/** Negotiates until the client has chosen an export, or undefined when it left or is beyond talking to. */
export async function negotiateExport(socket: Socket, reader: SocketReader, exports: Exports): Promise<Negotiated | undefined> {
  socket.write(Buffer.concat([NBD_MAGIC, OPTION_MAGIC, u16(FIXED_NEWSTYLE | NO_ZEROES)]));
  const clientFlags = (await reader.take(4)).readUInt32BE(0);
  if ((clientFlags & FIXED_NEWSTYLE) === 0) return undefined;
  const negotiation = new Negotiation(socket, exports, (clientFlags & NO_ZEROES) !== 0);
  for (let count = 0; count < MAX_OPTIONS; count++) {
    const header = await reader.take(16);
    const length = header.readUInt32BE(12);
    if (!header.subarray(0, 8).equals(OPTION_MAGIC) || length > OPTION_MAX_BYTES) return undefined;
    const outcome = await negotiation.answer(header.readUInt32BE(8), await reader.take(length));
    if (outcome !== "continue") return outcome === "left" ? undefined : outcome;
  }
  return undefined;
}

type Outcome = Negotiated | "continue" | "left";

class Negotiation {
  private structuredReplies = false;
  private contextFor: string | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly exports: Exports,
    private readonly noZeroes: boolean,
  ) {}

  async answer(option: number, data: Buffer): Promise<Outcome> {
    switch (option) {
      case OPTION.exportName:
        return this.exportName(data.toString("utf8"));
      case OPTION.abort:
        this.reply(option, REPLY.ack);
        return "left";
      case OPTION.list:
        for (const name of this.exports.keys()) this.reply(option, REPLY.server, lengthPrefixed(name));
        return this.reply(option, REPLY.ack);
      case OPTION.structuredReply:
        this.structuredReplies = true;
        return this.reply(option, REPLY.ack);
      case OPTION.info:
      case OPTION.go:
        return this.infoOrGo(option, data);
      case OPTION.listMetaContext:
      case OPTION.setMetaContext:
        return this.metaContext(option, data);
      default:
        return this.reply(option, REPLY.unsupported);
    }
  }

  private reply(option: number, type: number, data: Buffer = Buffer.alloc(0)): "continue" {
    this.socket.write(Buffer.concat([u64(OPTION_REPLY_MAGIC), u32(option), u32(type), u32(data.length), data]));
    return "continue";
  }

  /** The old way to choose has no way to refuse but to hang up. */
  private async exportName(name: string): Promise<Outcome> {
    const device = await this.exports.get(name);
    if (!device) return "left";
    this.socket.write(Buffer.concat([u64(device.sizeBytes), u16(READ_ONLY_EXPORT_FLAGS), Buffer.alloc(this.noZeroes ? 0 : 124)]));
    return this.chosen(name, device);
  }

  private async infoOrGo(option: number, data: Buffer): Promise<Outcome> {
    const name = readString(data, 0);
    if (name === undefined) return this.reply(option, REPLY.invalid);
    const device = await this.exports.get(name.text);
    if (!device) return this.reply(option, REPLY.unknown);
    this.reply(option, REPLY.info, Buffer.concat([u16(INFO.export), u64(device.sizeBytes), u16(READ_ONLY_EXPORT_FLAGS)]));
    const sizes = Buffer.concat([u16(INFO.blockSize), u32(1), u32(PREFERRED_BLOCK_BYTES), u32(READ_MAX_BYTES)]);
    this.reply(option, REPLY.info, sizes);
    this.reply(option, REPLY.ack);
    return option === OPTION.go ? this.chosen(name.text, device) : "continue";
  }

  private chosen(name: string, device: BlockDevice): Negotiated {
    const blockStatus = this.structuredReplies && this.contextFor === name;
    return { device, structuredReplies: this.structuredReplies, blockStatus };
  }

  private async metaContext(option: number, data: Buffer): Promise<Outcome> {
    const isSet = option === OPTION.setMetaContext;
    if (isSet) this.contextFor = undefined;
    const name = readString(data, 0);
    const queries = name && readQueries(data, name.end);
    if (!name || !queries || (isSet && !this.structuredReplies)) return this.reply(option, REPLY.invalid);
    if ((await this.exports.get(name.text)) === undefined) return this.reply(option, REPLY.unknown);
    const wanted = queries.includes(BASE_ALLOCATION) || (!isSet && (queries.length === 0 || queries.includes("base:")));
    if (wanted) {
      this.reply(option, REPLY.metaContext, Buffer.concat([u32(isSet ? CONTEXT_ID : 0), Buffer.from(BASE_ALLOCATION)]));
      if (isSet) this.contextFor = name.text;
    }
    return this.reply(option, REPLY.ack);
  }
}

/** A 32-bit length and text at this place, or undefined when the data ends before. */
function readString(data: Buffer, at: number): { text: string; end: number } | undefined {
  if (at + 4 > data.length) return undefined;
  const end = at + 4 + data.readUInt32BE(at);
  return end > data.length ? undefined : { text: data.toString("utf8", at + 4, end), end };
}

function readQueries(data: Buffer, at: number): string[] | undefined {
  if (at + 4 > data.length) return undefined;
  const queries: string[] = [];
  let next = at + 4;
  for (let left = data.readUInt32BE(at); left > 0; left--) {
    const query = readString(data, next);
    if (!query) return undefined;
    queries.push(query.text);
    next = query.end;
  }
  return queries;
}
