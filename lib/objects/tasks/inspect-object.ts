import "server-only";
import { z } from "zod";
import { inspectDisk } from "@/lib/disk/inspect";
import { openFileAccess } from "@/lib/disk/inspect/file-access";
import type { DetectedOs, DiskFacts, RandomAccess } from "@/lib/disk/model";
import { detectOsInZvhd2 } from "@/lib/disk/os-detect/detect-in-zvhd2";
import { detectOs } from "@/lib/disk/os-detect/detect-os";
import { whatNameSays } from "@/lib/disk/unwrap/format-of-name";
import { unwrapDisk } from "@/lib/disk/unwrap/unwrap-disk";
import { db, type Prisma } from "@/lib/platform/db/client";
import { AppError, isAppError } from "@/lib/platform/errors";
import type { Task } from "@/lib/platform/queue/work";
import { withScratch } from "@/lib/platform/storage/scratch";
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
    const object = await db().bucketObject.findUnique({ where: { id: objectId }, select: { name: true, storageKey: true } });
    if (object === null) throw new AppError("cancelled");
    const local = await storageOf(run.job.regionId).localPath(object.storageKey);
    try {
      const inspection = await look({ path: local.path, name: object.name }, run.signal);
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

interface NamedFile {
  readonly path: string;
  readonly name: string;
}

async function look(object: NamedFile, signal: AbortSignal): Promise<ObjectInspection> {
  try {
    return await withScratch(async (folder) => await lookInside(object, folder, signal));
  } catch (error) {
    if (!isAppError(error) || error.retryable || error.code === "cancelled") throw error;
    return { state: "refused", code: error.code, detail: error.detail };
  }
}

async function lookInside({ path, name }: NamedFile, folder: string, signal: AbortSignal): Promise<ObjectInspection> {
  const { path: disk, wrapper } = await unwrapDisk(path, { folder, signal });
  const file = await openFileAccess(disk);
  try {
    const facts = await inspectDisk(file);
    const os = await detect(file, disk, facts, signal);
    const nameSays = whatNameSays(name, { format: facts.format, wrapper });
    return { state: "ok", facts, os: os ?? null, ...(wrapper !== undefined && { wrapper }), ...(nameSays !== undefined && { nameSays }) };
  } finally {
    await file.close();
  }
}

/** A ZVHD file gives its blocks in order only, so its system shows when it has become an image. */
async function detect(file: RandomAccess, path: string, facts: DiskFacts, signal: AbortSignal): Promise<DetectedOs | undefined> {
  if (facts.format !== "zvhd2") return detectOs({ path, format: facts.format, virtualSizeBytes: facts.virtualSizeBytes, signal });
  return detectOsInZvhd2(file, signal);
}
