import type { Socket } from "node:net";
import { AppError } from "@/lib/platform/errors";
import {
  BASE_ALLOCATION,
  FIXED_NEWSTYLE,
  INFO,
  isErrorReply,
  lengthPrefixed,
  NBD_MAGIC,
  NO_ZEROES,
  OPTION,
  OPTION_MAGIC,
  OPTION_MAX_BYTES,
  OPTION_REPLY_MAGIC,
  REPLY,
  u16,
  u32,
} from "./protocol";
import type { SocketReader } from "./socket-reader";

/** What the server agreed to. `contextId`: its number for `base:allocation`, undefined when it has none. Unit: bytes. */
export interface NbdExport {
  readonly sizeBytes: number;
  readonly minBlockBytes: number;
  readonly contextId: number | undefined;
}

interface OptionReply {
  readonly type: number;
  readonly data: Buffer;
}

export function nbdFailed(reason: string): AppError {
  return new AppError("toolFailed", { tool: "nbd", reason });
}

/** Brings a fresh connection to the transmission phase of one export with structured replies. Errors: `toolFailed`. */
export async function negotiate(socket: Socket, reader: SocketReader, exportName: string): Promise<NbdExport> {
  const greeting = await reader.take(18);
  if (!greeting.subarray(0, 8).equals(NBD_MAGIC) || !greeting.subarray(8, 16).equals(OPTION_MAGIC)) throw nbdFailed("greeting");
  const offered = greeting.readUInt16BE(16);
  if ((offered & FIXED_NEWSTYLE) === 0) throw nbdFailed("notFixedNewstyle");
  socket.write(u32(FIXED_NEWSTYLE | (offered & NO_ZEROES)));

  const structured = await sendOption(socket, reader, OPTION.structuredReply, Buffer.alloc(0));
  if (structured.some((reply) => isErrorReply(reply.type))) throw nbdFailed("noStructuredReplies");
  const query = Buffer.concat([lengthPrefixed(exportName), u32(1), lengthPrefixed(BASE_ALLOCATION)]);
  const contexts = await sendOption(socket, reader, OPTION.setMetaContext, query);
  const go = Buffer.concat([lengthPrefixed(exportName), u16(1), u16(INFO.blockSize)]);
  return readExport(await sendOption(socket, reader, OPTION.go, go), contextOf(contexts));
}

/** Sends an option and collects its replies up to the one that ends them. */
async function sendOption(socket: Socket, reader: SocketReader, option: number, data: Buffer): Promise<OptionReply[]> {
  socket.write(Buffer.concat([OPTION_MAGIC, u32(option), u32(data.length), data]));
  const replies: OptionReply[] = [];
  while (replies.length < 64) {
    const header = await reader.take(20);
    const length = header.readUInt32BE(16);
    if (header.readBigUInt64BE(0) !== OPTION_REPLY_MAGIC || header.readUInt32BE(8) !== option || length > OPTION_MAX_BYTES) {
      throw nbdFailed("optionReply");
    }
    const reply = { type: header.readUInt32BE(12), data: await reader.take(length) };
    replies.push(reply);
    if (reply.type === REPLY.ack || isErrorReply(reply.type)) return replies;
  }
  throw nbdFailed("optionReplies");
}

function contextOf(replies: OptionReply[]): number | undefined {
  const found = replies.find(({ type, data }) => type === REPLY.metaContext && data.subarray(4).toString("utf8") === BASE_ALLOCATION);
  return found?.data.readUInt32BE(0);
}

function readExport(replies: OptionReply[], contextId: number | undefined): NbdExport {
  const refusal = replies.find((reply) => isErrorReply(reply.type));
  if (refusal) throw nbdFailed(`export refused: ${(refusal.type & 0xffff).toString()}`);
  const infos = replies.filter(({ type, data }) => type === REPLY.info && data.length >= 2);
  const size = infos.find(({ data }) => data.readUInt16BE(0) === INFO.export && data.length === 12)?.data.readBigUInt64BE(2);
  if (size === undefined || size > BigInt(Number.MAX_SAFE_INTEGER)) throw nbdFailed("exportSize");
  const blocks = infos.find(({ data }) => data.readUInt16BE(0) === INFO.blockSize && data.length === 14)?.data;
  return { sizeBytes: Number(size), minBlockBytes: blocks?.readUInt32BE(2) ?? 1, contextId };
}
