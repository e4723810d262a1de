import "server-only";
import { z } from "zod";
import type { DiskFacts } from "@/lib/disk/model";
import { BLOCK_MAP_MAX_BYTES } from "@/lib/disk/pipeline/block-map";
import { db, type Prisma, type Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Task } from "@/lib/platform/queue/work";
import { storageOf } from "@/lib/regions/storage-of";
import { attachDisk } from "../attach-disk";
import { makeDisk } from "../make-disk";
import { importLimits } from "../manage/import-limits";
import { moveImage } from "../move-image";
import { FILE_KINDS, whyNotRegister } from "../rules/file-rules";
import { removeDiskOf } from "../sources/write-disk";

const payloadSchema = z.object({
  imageId: z.uuid(),
  objectId: z.uuid(),
  quick: z.boolean().default(false),
  /** The object that says where a RAW file holds data. */
  blockMapId: z.uuid().optional(),
});

/** Makes a registered image of a bucket's file. Every output is named by the job, so a second run repeats the first. */
export const importImage: Task = {
  async run(run) {
    const { imageId, objectId, quick, blockMapId } = payloadSchema.parse(run.job.payload);
    const image = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: imageSelect });
    const object = await db().bucketObject.findUnique({ where: { id: objectId }, select: objectSelect });
    if (object === null) throw new AppError("notFound", { object: objectId });
    await run.apply((tx) => beginSaving(tx, imageId));
    const made = await makeDisk(run, {
      imageId,
      storage: storageOf(run.job.regionId),
      key: object.storageKey,
      keyId: image.keyId,
      blockMap: blockMapId === undefined ? undefined : await readBlockMap(run.job.regionId, blockMapId),
      accept: (facts) => assertFits(facts, image, { object, quick, hasBlockMap: blockMapId !== undefined }),
    });
    await run.succeed(async (tx) => {
      await moveImage(tx, { id: imageId, status: "saving" }, { to: "active", data: await attachDisk(tx, imageId, made) });
    });
  },

  async ended(tx, job, error) {
    const { imageId } = payloadSchema.parse(job.payload);
    const image = await tx.image.findUnique({ where: { id: imageId }, select: { id: true, status: true } });
    if (image?.status !== "queued" && image?.status !== "saving") return;
    await moveImage(tx, image, { to: "killed", failure: { code: error.code, detail: error.detail } });
  },

  cleanUp: removeDiskOf,
};

/** A delivery after the first finds the image saving already. */
async function beginSaving(tx: Tx, imageId: string): Promise<void> {
  const image = await tx.image.findUniqueOrThrow({ where: { id: imageId }, select: { id: true, status: true } });
  if (image.status !== "saving") await moveImage(tx, image, { to: "saving" });
}

const imageSelect = { kind: true, minDiskGb: true, keyId: true, fitsBms: true, osVersion: true } satisfies Prisma.ImageSelect;
const objectSelect = { storageKey: true, name: true, sizeBytes: true } satisfies Prisma.BucketObjectSelect;

type ImportedImage = Prisma.ImageGetPayload<{ select: typeof imageSelect }>;

interface ImportedFile {
  readonly object: Prisma.BucketObjectGetPayload<{ select: typeof objectSelect }>;
  readonly quick: boolean;
  readonly hasBlockMap: boolean;
}

/** The rules again, now that the file has been looked into. `minDiskGb` 0: not chosen. Errors: those of the file rules. */
function assertFits(facts: DiskFacts, image: ImportedImage, { object, quick, hasBlockMap }: ImportedFile): void {
  const refusal = whyNotRegister({
    kind: FILE_KINDS.find((kind) => kind === image.kind) ?? "system",
    fileName: object.name,
    sizeBytes: Number(object.sizeBytes),
    format: facts.format,
    virtualSizeBytes: facts.virtualSizeBytes,
    diskGb: image.minDiskGb === 0 ? undefined : image.minDiskGb,
    quick,
    hasBlockMap,
    encrypted: image.keyId !== null,
    fitsBms: image.fitsBms,
    osVersion: image.osVersion ?? undefined,
    limits: importLimits(),
  });
  if (refusal !== undefined) throw new AppError(refusal.code, refusal.detail);
}

async function readBlockMap(regionId: string, objectId: string): Promise<string> {
  const map = await db().bucketObject.findUnique({ where: { id: objectId }, select: { storageKey: true, sizeBytes: true } });
  if (map === null) throw new AppError("notFound", { object: objectId });
  if (map.sizeBytes > BLOCK_MAP_MAX_BYTES) throw new AppError("corruptImage", { construct: "blockMap", found: `${map.sizeBytes} bytes` });
  const chunks: Uint8Array[] = [];
  for await (const chunk of await storageOf(regionId).get(map.storageKey)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
