import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { ObjectInspection, ObjectView } from "./model";

export const bucketSelect = {
  id: true,
  accountId: true,
  projectId: true,
  regionId: true,
  name: true,
  createdAt: true,
} satisfies Prisma.BucketSelect;

export type BucketRow = Prisma.BucketGetPayload<{ select: typeof bucketSelect }>;

export const objectSelect = {
  id: true,
  bucketId: true,
  name: true,
  sizeBytes: true,
  sha256: true,
  storageKey: true,
  inspection: true,
  createdAt: true,
  bucket: { select: bucketSelect },
} satisfies Prisma.BucketObjectSelect;

export type ObjectRow = Prisma.BucketObjectGetPayload<{ select: typeof objectSelect }>;

/** Row → JSON-safe view. Where the bytes lie is nobody's business outside (SEC-07). */
export function toObjectView({ bucket, storageKey: _storageKey, inspection, sizeBytes, createdAt, ...row }: ObjectRow): ObjectView {
  return {
    ...row,
    bucketName: bucket.name,
    sizeBytes: Number(sizeBytes),
    inspection: inspection as unknown as ObjectInspection | null, // written by the inspection task only, in this shape
    createdAt: createdAt.toISOString(),
  };
}
