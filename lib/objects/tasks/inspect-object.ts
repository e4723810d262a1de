import "server-only";
import { z } from "zod";
import { inspectDisk } from "@/lib/disk/inspect";
import { openFileAccess } from "@/lib/disk/inspect/file-access";
import { detectOs } from "@/lib/disk/os-detect/detect-os";
import { db, type Prisma } from "@/lib/platform/db/client";
import { AppError, isAppError } from "@/lib/platform/errors";
import type { Task } from "@/lib/platform/queue/work";
import { storageOf } from "@/lib/regions/storage-of";
import type { ObjectInspection } from "../model";

const payloadSchema = z.object({ objectId: z.uuid() });

/**
 * Looks inside a file that has arrived in a bucket, so that the register form can show what it holds. A refusal is a finding,
 * not a failure: the form says why the file cannot become an image.
 */
export const inspectObject: Task = {
  async run(run) {
    const { objectId } = payloadSchema.parse(run.job.payload);
    const object = await db().bucketObject.findUnique({ where: { id: objectId }, select: { storageKey: true } });
    if (object === null) throw new AppError("cancelled");
    const local = await storageOf(run.job.regionId).localPath(object.storageKey);
    try {
      const inspection = await look(local.path, run.signal);
      const stored = { ...inspection } as unknown as Prisma.InputJsonObject; // plain data by its own type
      await run.succeed(async (tx) => {
        await tx.bucketObject.updateMany({ where: { id: objectId }, data: { inspection: stored } });
      });
    } finally {
      await local.release();
    }
  },

  async ended() {
    // The form then simply has nothing to suggest.
  },
};

async function look(path: string, signal: AbortSignal): Promise<ObjectInspection> {
  const file = await openFileAccess(path);
  try {
    const facts = await inspectDisk(file);
    const os = await detectOs({ path, format: facts.format, virtualSizeBytes: facts.virtualSizeBytes, signal });
    return { state: "ok", facts, os: os ?? null };
  } catch (error) {
    if (!isAppError(error) || error.retryable || error.code === "cancelled") throw error;
    return { state: "refused", code: error.code, detail: error.detail };
  } finally {
    await file.close();
  }
}
