import { createReadStream } from "node:fs";
import { Readable, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { AppError, isAppError } from "@/lib/platform/errors";
import { refuse } from "../inspect/refusal";
import { MIB } from "../model";
import { spawnSandboxed } from "../qemu/sandbox";
import { CHUNK_BYTES, XZ_MEMORY_BYTES } from "./constraints";
import { type FramePiece, ZstdFrames } from "./zstd-frames";

export const COMPRESSIONS = ["gzip", "xz", "zstd"] as const;
export type Compression = (typeof COMPRESSIONS)[number];

const STREAM: Readonly<Record<Compression, string>> = { gzip: "gzip.stream", xz: "xz.stream", zstd: "zstd.stream" };

export interface DecompressOptions {
  readonly path: string;
  readonly compression: Compression;
  readonly signal?: AbortSignal;
  /** Compressed bytes read so far. */
  readonly onRead?: (bytes: number) => void;
}

/**
 * The bytes inside of a compressed file, no faster than they are taken and without a limit of their own: the caller counts. All members
 * of a gzip file, streams of an xz file and frames of a zstd file, each with its checksum. xz runs in the sandbox.
 * Errors: `truncatedImage`, `corruptImage`, `decompressionLimit`, `cancelled`, `toolFailed`.
 */
export function decompress(options: DecompressOptions): AsyncGenerator<Buffer> {
  switch (options.compression) {
    case "gzip":
      return through(createGunzip({ chunkSize: CHUNK_BYTES }), compressedBytes(options), options);
    case "zstd":
      return unzstd(options);
    case "xz":
      return unxz(options);
  }
}

async function* compressedBytes({ path, signal, onRead }: DecompressOptions): AsyncGenerator<Buffer> {
  let read = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    if (signal?.aborted) throw new AppError("cancelled");
    yield chunk;
    read += chunk.length;
    onRead?.(read);
  }
}

async function* through(decoder: Transform, source: AsyncIterable<Buffer>, { compression }: DecompressOptions): AsyncGenerator<Buffer> {
  const done = pipeline(Readable.from(source), decoder);
  done.catch(() => undefined);
  try {
    yield* decoder;
    await done;
  } catch (error) {
    throw toRefusal(error, compression);
  } finally {
    decoder.destroy();
    await done.catch(() => undefined);
  }
}

/** Node's decompressors say by a code what is wrong with a stream. */
function toRefusal(error: unknown, compression: Compression): unknown {
  if (isAppError(error) || !(error instanceof Error) || !("code" in error)) return error;
  const code = String(error.code);
  if (code === "Z_BUF_ERROR") return new AppError("truncatedImage", { construct: STREAM[compression] }, { cause: error });
  const isOfStream = code.startsWith("Z_") || code.startsWith("ZSTD_");
  return isOfStream ? new AppError("corruptImage", { construct: STREAM[compression], found: error.message }, { cause: error }) : error;
}

async function* unzstd(options: DecompressOptions): AsyncGenerator<Buffer> {
  const pieces = framePieces(options);
  try {
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
      yield* through(createZstdDecompress({ chunkSize: CHUNK_BYTES }), frameFrom(next.value, pieces), options);
    }
  } finally {
    await pieces.return(undefined);
  }
}

async function* framePieces(options: DecompressOptions): AsyncGenerator<FramePiece, undefined> {
  const frames = new ZstdFrames();
  for await (const chunk of compressedBytes(options)) yield* frames.split(chunk);
  if (!frames.isWhole) refuse("truncatedImage", { construct: STREAM.zstd });
}

async function* frameFrom(first: FramePiece, rest: AsyncIterator<FramePiece, undefined>): AsyncGenerator<Buffer> {
  for (let piece: FramePiece | undefined = first; piece; ) {
    yield piece.bytes;
    piece = piece.ends ? undefined : (await rest.next()).value;
  }
}

/** xz knows no more of its stream than a line of text. Source: xz(1), messages of xz 5.4. */
const XZ_WORDS = [
  ["Unexpected end of input", "truncatedImage"],
  ["Memory usage limit reached", "decompressionLimit"],
  ["Compressed data is corrupt", "corruptImage"],
  ["File format not recognized", "corruptImage"],
  ["Unsupported", "corruptImage"],
] as const;

async function* unxz({ path, signal }: DecompressOptions): AsyncGenerator<Buffer> {
  let stdout: Readable = Readable.from([]);
  const tool = spawnSandboxed({
    command: "xz",
    args: ["--decompress", "--stdout", "--format=xz", `--memlimit-decompress=${XZ_MEMORY_BYTES}`, "/in/file"],
    files: { readOnly: [{ host: path, guest: "/in/file" }] },
    limits: { memoryBytes: XZ_MEMORY_BYTES + 256 * MIB, cpuSeconds: undefined, wallSeconds: undefined },
    takeOutput: (output) => {
      stdout = output;
    },
    signal,
  });
  try {
    yield* stdout;
    await tool.finished;
  } catch (error) {
    const said = isAppError(error) ? String(error.detail.stderr ?? "") : "";
    const [found, code] = XZ_WORDS.find(([words]) => said.includes(words)) ?? [];
    throw found && code ? new AppError(code, { construct: STREAM.xz, found }, { cause: error }) : error;
  } finally {
    stdout.destroy();
    await tool.end();
  }
}
