import { mapInOrder } from "../parallel/in-order";
import { DISK_STREAM, plainSegmentBytes, plainStartOf, type StreamParameters } from "./layout";
import { newHeader, type SealingKey, SegmentCipher } from "./segment-cipher";

/** Segments sealed and handed on together, so that a store gets chunks of a mebibyte. */
const SEGMENTS_PER_BATCH = 8;
/** Batches being sealed or waiting for the store at once. */
const BATCHES = 2;

interface Batch {
  readonly firstSegment: number;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly isLast: boolean;
}

/**
 * Seals a stream of bytes as it comes, for the store to take: header first, then segments, in chunks of about 1 MiB. Memory: some
 * 5 MiB whatever the length. The source may use a chunk again as soon as the next one is asked for. Every call draws a new
 * header, so the same bytes never look the same twice. Errors: those of the source.
 */
export async function* seal(
  source: AsyncIterable<Uint8Array>,
  key: SealingKey,
  parameters: StreamParameters = DISK_STREAM,
): AsyncGenerator<Buffer> {
  const header = newHeader(parameters);
  const cipher = await SegmentCipher.of(header, key, parameters);
  yield header;
  yield* mapInOrder(batchesOf(source, parameters), BATCHES, (batch) => sealBatch(cipher, batch, parameters));
}

/** Cuts a stream into batches of whole segments. A full batch waits for the next byte, which tells that it is not the last. */
async function* batchesOf(source: AsyncIterable<Uint8Array>, parameters: StreamParameters): AsyncGenerator<Batch> {
  let firstSegment = 0;
  let room = batchBytes(firstSegment, parameters);
  let plain = new Uint8Array(room);
  let filled = 0;
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; ) {
      if (filled === room) {
        yield { firstSegment, plain, isLast: false };
        firstSegment += SEGMENTS_PER_BATCH;
        room = batchBytes(firstSegment, parameters);
        plain = new Uint8Array(room);
        filled = 0;
      }
      const length = Math.min(room - filled, chunk.length - at);
      plain.set(chunk.subarray(at, at + length), filled);
      filled += length;
      at += length;
    }
  }
  yield { firstSegment, plain: plain.subarray(0, filled), isLast: true };
}

function batchBytes(firstSegment: number, parameters: StreamParameters): number {
  return plainStartOf(firstSegment + SEGMENTS_PER_BATCH, parameters) - plainStartOf(firstSegment, parameters);
}

async function sealBatch(cipher: SegmentCipher, { firstSegment, plain, isLast }: Batch, parameters: StreamParameters): Promise<Buffer> {
  const base = plainStartOf(firstSegment, parameters);
  const sealed: Promise<Buffer>[] = [];
  for (let at = 0, segment = firstSegment; at < plain.length || sealed.length === 0; segment++) {
    const end = Math.min(plain.length, plainStartOf(segment, parameters) - base + lengthOf(segment, parameters));
    sealed.push(cipher.seal(plain.subarray(at, end), { segment, isLast: isLast && end === plain.length }));
    at = end;
  }
  return Buffer.concat(await Promise.all(sealed));
}

function lengthOf(segment: number, parameters: StreamParameters): number {
  return segment === 0 ? plainStartOf(1, parameters) : plainSegmentBytes(parameters);
}
