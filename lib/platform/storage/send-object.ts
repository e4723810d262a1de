import "server-only";
import type { ServerResponse } from "node:http";
import { finished } from "node:stream/promises";
import { AppError } from "../errors";
import type { ByteRange, OpenObject, Storage } from "./storage";

/** One is read while the other is sent: half the CPU time of a stream, which takes new memory for every read. Unit: bytes. */
const BUFFER_BYTES = 512 * 1024;

export interface Sending {
  readonly storage: Storage;
  readonly key: string;
  readonly range?: ByteRange;
  /** The response, its head already written. Ended, or destroyed on an error. */
  readonly sink: ServerResponse;
}

/**
 * Sends an object, or a range of it. A client that hangs up as soon as it has its last byte is no error. Memory: two buffers of 512 KiB.
 * Errors: `notFound` and `invalidArgument` before the first byte; `cancelled` when the client leaves earlier than that.
 */
export async function sendObject({ storage, key, range, sink }: Sending): Promise<void> {
  const object = await storage.open(key);
  try {
    const { start, end } = range ?? { start: 0, end: object.sizeBytes - 1 };
    if (end >= object.sizeBytes) throw new AppError("invalidArgument", { field: "range", size: object.sizeBytes });
    await sendBytes(object, start, end + 1, sink);
    sink.end();
    await finished(sink).catch(() => undefined); // it has every byte
  } catch (error) {
    sink.destroy();
    throw error;
  } finally {
    await object.close();
  }
}

/** The response has done with a buffer when it calls back: a socket keeps nothing of what it has written. */
async function sendBytes(object: OpenObject, start: number, end: number, sink: ServerResponse): Promise<void> {
  const buffers = [0, 1].map(() => Buffer.allocUnsafeSlow(Math.min(BUFFER_BYTES, end - start)));
  const gone = Promise.withResolvers<never>();
  gone.promise.catch(() => undefined);
  const leave = () => gone.reject(new AppError("cancelled"));
  sink.once("close", leave);
  let sending: Promise<void> = Promise.resolve();
  try {
    for (let offset = start, turn = 0; offset < end; turn++) {
      const buffer = buffers[turn % 2]?.subarray(0, end - offset) ?? Buffer.alloc(0);
      offset += await object.read(buffer, offset);
      await sending;
      sending = Promise.race([write(sink, buffer), gone.promise]);
      sending.catch(() => undefined); // it is awaited after the next read
    }
    await sending;
  } finally {
    sink.off("close", leave);
  }
}

function write(sink: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    sink.write(bytes, (error) => (error ? reject(new AppError("cancelled", {}, { cause: error })) : resolve()));
  });
}
