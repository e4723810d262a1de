import { AppError } from "@/lib/platform/errors";
import { MIB, type RandomAccess } from "../model";
import { mapInOrder } from "../parallel/in-order";
import { explainSegment } from "./explain";
import {
  DISK_STREAM,
  headerBytesOf,
  plainBytesOf,
  plainStartOf,
  type StreamParameters,
  sealedStartOf,
  segmentCountOf,
  segmentOf,
} from "./layout";
import { type SealingKey, SegmentCipher } from "./segment-cipher";

/** Segments kept because the next read begins in them. */
const KEPT_SEGMENTS = 8;

interface OpenOptions {
  /** What the object must hold, where that is known: a shorter one is found cut before it is read. Unit: bytes. */
  readonly plainSizeBytes?: number;
  readonly parameters?: StreamParameters;
}

/**
 * A sealed object as the file that was sealed: every reader of plain files takes it unchanged. A read costs one request to the
 * source and gives only bytes whose segments verify, each at its own place in this very object. Safe for concurrent use; keeps at most 1 MiB.
 *
 * Errors, at opening and at every read: `truncatedImage` { construct: `sealed.size` or `sealed.end` } for an object that was cut,
 * `corruptImage` { construct: `sealed.segment` } for a segment that was altered or comes from another object, `sealed.order` { is }
 * for one that stands where another belongs, `sealed.end` where more follows the last, `sealed.header` for another header,
 * key or owner. `segment` and `offsetBytes` say where. Those of the source.
 */
export async function openSealed(source: RandomAccess, key: SealingKey, options: OpenOptions = {}): Promise<RandomAccess> {
  const parameters = options.parameters ?? DISK_STREAM;
  const sizeBytes = plainBytesOf(source.sizeBytes, parameters);
  if (options.plainSizeBytes !== undefined && options.plainSizeBytes > sizeBytes)
    throw new AppError("truncatedImage", { construct: "sealed.size", offsetBytes: source.sizeBytes });
  const last = segmentCountOf(sizeBytes, parameters) - 1;
  const [header, end] = await Promise.all([source.read(0, headerBytesOf(parameters)), readEnd(source, last, parameters)]);
  const cipher = await SegmentCipher.of(header, key, parameters);
  const sealed = new SealedObject(ahead(source, end), cipher, parameters, sizeBytes);
  // The last segment proves that this is the end, and the key and the owner with it.
  await sealed.segments(last, last);
  return sealed;
}

interface Ahead {
  readonly offset: number;
  readonly bytes: Buffer;
}

/** The last segment, asked for together with the header: a distant store answers both in the time of one. */
async function readEnd(source: RandomAccess, last: number, parameters: StreamParameters): Promise<Ahead> {
  const offset = sealedStartOf(last, parameters);
  return { offset, bytes: await source.read(offset, source.sizeBytes - offset) };
}

/** A source of which one read has been made already; it is answered once and then forgotten. */
function ahead(source: RandomAccess, made: Ahead): RandomAccess {
  let kept: Ahead | undefined = made;
  return {
    sizeBytes: source.sizeBytes,
    read(offset, length) {
      const known = kept?.offset === offset && kept.bytes.length === length ? kept.bytes : undefined;
      if (known === undefined) return source.read(offset, length);
      kept = undefined;
      return Promise.resolve(known);
    },
  };
}

/** Bytes read at once, and pieces under way, where an object is read from its beginning to its end. */
const PIECE_BYTES = 4 * MIB;
const PIECES = 3;

/** The whole of a file or object from its first byte to its last, read ahead: with `openSealed` the way back to plain bytes. */
export function readThrough(source: RandomAccess): AsyncGenerator<Buffer> {
  return mapInOrder(offsetsOf(source.sizeBytes), PIECES, async (offset) => {
    const wanted = Math.min(PIECE_BYTES, source.sizeBytes - offset);
    const piece = await source.read(offset, wanted);
    if (piece.length !== wanted) throw new AppError("truncatedImage", { offsetBytes: offset + piece.length });
    return piece;
  });
}

function* offsetsOf(sizeBytes: number): Iterable<number> {
  for (let offset = 0; offset < sizeBytes; offset += PIECE_BYTES) yield offset;
}

class SealedObject implements RandomAccess {
  readonly count: number;
  private readonly kept = new Map<number, Promise<Buffer>>();

  constructor(
    private readonly source: RandomAccess,
    private readonly cipher: SegmentCipher,
    private readonly parameters: StreamParameters,
    readonly sizeBytes: number,
  ) {
    this.count = segmentCountOf(sizeBytes, parameters);
  }

  async read(offsetBytes: number, lengthBytes: number): Promise<Buffer> {
    const end = Math.min(this.sizeBytes, offsetBytes + lengthBytes);
    if (end <= offsetBytes) return Buffer.alloc(0);
    const first = segmentOf(offsetBytes, this.parameters);
    const segments = await this.segments(first, segmentOf(end - 1, this.parameters));
    const start = offsetBytes - plainStartOf(first, this.parameters);
    const [only] = segments;
    const whole = only && segments.length === 1 ? only : Buffer.concat(segments);
    return whole.subarray(start, start + end - offsetBytes);
  }

  /** These segments, opened. Two reads that meet in a segment fetch it once. */
  segments(first: number, last: number): Promise<Buffer[]> {
    const head = this.kept.get(first);
    const from = head ? first + 1 : first;
    const fetched = from <= last ? this.fetch(from, last) : Promise.resolve([]);
    if (from <= last) this.keep(last, fetched);
    return Promise.all([head, fetched]).then(([known, others]) => (known ? [known, ...others] : others));
  }

  private keep(segment: number, fetched: Promise<Buffer[]>): void {
    const opened = fetched.then((segments) => segments.at(-1) ?? Buffer.alloc(0));
    opened.catch(() => {
      if (this.kept.get(segment) === opened) this.kept.delete(segment);
    });
    this.kept.delete(segment);
    this.kept.set(segment, opened);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT_SEGMENTS) return;
      this.kept.delete(oldest);
    }
  }

  private async fetch(first: number, last: number): Promise<Buffer[]> {
    const start = sealedStartOf(first, this.parameters);
    const end = Math.min(this.source.sizeBytes, sealedStartOf(last + 1, this.parameters));
    const bytes = await this.source.read(start, end - start);
    if (bytes.length !== end - start) throw new AppError("truncatedImage", { construct: "sealed.size", offsetBytes: start + bytes.length });
    // Web Crypto takes memory that is not shared between threads; a store may answer any.
    const own = bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : new Uint8Array(bytes);
    const sealed = Array.from({ length: last - first + 1 }, (_, at) => {
      const from = sealedStartOf(first + at, this.parameters) - start;
      return own.subarray(from, Math.min(own.length, sealedStartOf(first + at + 1, this.parameters) - start));
    });
    const opened = await Promise.all(sealed.map((bytes, at) => this.cipher.open(bytes, this.placeOf(first + at))));
    const segments: Buffer[] = [];
    for (const [at, plain] of opened.entries()) segments.push(plain ?? (await this.refuse(first + at, sealed[at])));
    return segments;
  }

  private placeOf(segment: number) {
    return { segment, isLast: segment === this.count - 1 };
  }

  private async refuse(segment: number, sealed = new Uint8Array()): Promise<never> {
    const { source, cipher, count, parameters } = this;
    throw await explainSegment({ source, cipher, count, parameters, segment, sealed });
  }
}
