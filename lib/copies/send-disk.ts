import "server-only";
import { AppError } from "@/lib/platform/errors";
import { readAhead } from "@/lib/platform/storage/read-ahead";
import { ReadBack, SEGMENT_BYTES } from "@/lib/platform/storage/read-back";
import type { ByteSource, StagedObject, Storage } from "@/lib/platform/storage/storage";

export interface Shipment {
  readonly from: Storage;
  readonly fromKey: string;
  readonly to: Storage;
  readonly toKey: string;
  /** Where it arrives; what stands there already is not sent again. */
  readonly stageId: string;
  readonly sizeBytes: number;
  /** Of the whole object, as its row has it. */
  readonly sha256: string;
  readonly signal: AbortSignal;
  /** Bytes that have arrived, in all. */
  readonly onBytes: (bytes: number) => void;
  /** What is made durable at once. Unit: bytes. */
  readonly segmentBytes?: number;
}

/** A disk that stands whole in the target store and is not yet visible. Whoever has it closes it. */
export interface ArrivedObject {
  /** Makes it visible when all that stands there has been read back and is right. Errors: `digestMismatch`; it is thrown away then. */
  publish(): Promise<void>;
  /** Ends the reading back. What was not published stays for another run. */
  close(): Promise<void>;
}

/**
 * Moves an object from one store to another, segment by segment, and goes on where it was interrupted: nothing is sent twice. The one
 * digest that counts is of the bytes read back in the target store, in a run before or in this one; since the source was proven block
 * by block when it was made, an equal object holds equal blocks. The caller holds a lock on the stage until it has closed what arrived.
 * Errors: `digestMismatch` when more stands there than there should be (it is thrown away), `notFound`, those of the stores.
 */
export async function sendDisk(shipment: Shipment): Promise<ArrivedObject> {
  const { to, toKey, sizeBytes, signal, onBytes } = shipment;
  if ((await to.stat(toKey))?.sizeBytes === sizeBytes) {
    onBytes(sizeBytes); // an earlier run read it back and published it, and ended before it could say so
    return { publish: async () => undefined, close: async () => undefined };
  }
  const staged = await to.stage(shipment.stageId);
  const readBack = new ReadBack(staged, signal);
  try {
    await sendMissing(shipment, staged, readBack);
  } catch (error) {
    await readBack.close();
    throw error;
  }
  return { publish: () => publish(shipment, staged, readBack), close: () => readBack.close() };
}

async function sendMissing(shipment: Shipment, staged: StagedObject, readBack: ReadBack): Promise<void> {
  const { from, fromKey, sizeBytes, signal, onBytes } = shipment;
  let arrived = await staged.size();
  if (arrived > sizeBytes) await refuse(staged);
  onBytes(arrived);
  readBack.upTo(arrived);
  const source = await from.open(fromKey);
  try {
    while (arrived < sizeBytes) {
      const start = arrived;
      const end = Math.min(sizeBytes, start + (shipment.segmentBytes ?? SEGMENT_BYTES));
      const segment = counted(readAhead(source, start, end), (bytes) => onBytes(start + bytes));
      arrived = await staged.append(segment, start, signal);
      if (signal.aborted) throw signal.reason;
      if (arrived !== end) throw new AppError("storageUnavailable", { reason: "brokeOff" });
      readBack.upTo(arrived);
    }
  } finally {
    await source.close();
  }
}

async function publish({ sha256, toKey }: Shipment, staged: StagedObject, readBack: ReadBack): Promise<void> {
  if ((await readBack.sha256()) !== sha256) await refuse(staged);
  await staged.publish(toKey);
}

async function refuse(staged: StagedObject): Promise<never> {
  await staged.discard();
  throw new AppError("digestMismatch", { construct: "object" });
}

async function* counted(source: ByteSource, onBytes: (bytes: number) => void) {
  let bytes = 0;
  for await (const chunk of source) {
    yield chunk;
    bytes += chunk.length;
    onBytes(bytes);
  }
}
