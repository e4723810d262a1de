import "server-only";
import { AppError } from "@/lib/platform/errors";
import { createDigests } from "@/lib/platform/storage/digest-stream";
import type { ByteSource, StagedObject, Storage } from "@/lib/platform/storage/storage";
import { SEGMENT_BYTES } from "./constraints";

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

/**
 * Moves an object from one store to another, segment by segment, and goes on where it was interrupted: what has arrived is read back
 * there and digested, never sent twice. Visible under its key only when whole and right. The caller holds a lock on the stage.
 * Errors: `digestMismatch` when the bytes differ from `sha256` (what arrived is thrown away), `notFound`, those of the stores.
 */
export async function sendDisk(shipment: Shipment): Promise<void> {
  const { from, fromKey, to, toKey, sizeBytes, signal, onBytes } = shipment;
  if ((await to.stat(toKey))?.sizeBytes === sizeBytes) {
    onBytes(sizeBytes); // an earlier run published it and ended before it could say so
    return;
  }
  const staged = await to.stage(shipment.stageId);
  const digests = createDigests(["sha256"]);
  try {
    let arrived = await digestArrived(staged, sizeBytes, digests.update);
    onBytes(arrived);
    while (arrived < sizeBytes) {
      const end = Math.min(sizeBytes, arrived + (shipment.segmentBytes ?? SEGMENT_BYTES));
      const source = await from.get(fromKey, { start: arrived, end: end - 1 });
      const durable = await staged.append(
        digested(source, digests.update, (bytes) => onBytes(arrived + bytes)),
        arrived,
        signal,
      );
      if (signal.aborted) throw signal.reason;
      if (durable !== end) throw new AppError("storageUnavailable", { reason: "brokeOff" });
      arrived = durable;
    }
    const { sha256 } = await digests.digest();
    if (sha256 !== shipment.sha256) {
      await staged.discard();
      throw new AppError("digestMismatch", { construct: "object" });
    }
    await staged.publish(toKey);
  } finally {
    digests.close();
  }
}

/** Digests what has arrived before; more than there should be is thrown away. */
async function digestArrived(staged: StagedObject, sizeBytes: number, update: (chunk: Uint8Array) => Promise<void>): Promise<number> {
  const size = await staged.size();
  if (size > sizeBytes) {
    await staged.discard();
    throw new AppError("digestMismatch", { construct: "object" });
  }
  if (size > 0) for await (const chunk of await staged.read({ start: 0, end: size - 1 })) await update(chunk);
  return size;
}

async function* digested(source: ByteSource, update: (chunk: Uint8Array) => Promise<void>, onBytes: (bytes: number) => void) {
  let bytes = 0;
  for await (const chunk of source) {
    await update(chunk);
    yield chunk;
    bytes += chunk.length;
    onBytes(bytes);
  }
}
