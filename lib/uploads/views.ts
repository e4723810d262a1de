import "server-only";
import { z } from "zod";
import type { Prisma } from "@/lib/platform/db/client";
import type { UploadView } from "./model";

export const uploadSelect = {
  id: true,
  accountId: true,
  projectId: true,
  userId: true,
  bucketId: true,
  objectName: true,
  sizeBytes: true,
  receivedBytes: true,
  status: true,
  metadata: true,
  createdAt: true,
  expiresAt: true,
  bucket: { select: { name: true, regionId: true } },
} satisfies Prisma.UploadSelect;

export type UploadRow = Prisma.UploadGetPayload<{ select: typeof uploadSelect }>;

const declaredSchema = z.object({ lastModifiedMs: z.number().nullable().catch(null), sha256: z.string().nullable().catch(null) });

/** What the sender said of the file. */
export function declaredOf(row: Pick<UploadRow, "metadata">): z.output<typeof declaredSchema> {
  return declaredSchema.parse(row.metadata);
}

export function toUploadView(row: UploadRow, viewerUserId: string): UploadView {
  return {
    id: row.id,
    bucketId: row.bucketId,
    bucketName: row.bucket.name,
    objectName: row.objectName,
    sizeBytes: Number(row.sizeBytes),
    receivedBytes: Number(row.receivedBytes),
    lastModifiedMs: declaredOf(row).lastModifiedMs,
    own: row.userId === viewerUserId,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}
