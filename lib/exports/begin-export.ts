import "server-only";
import { randomUUID } from "node:crypto";
import { assertAllowed } from "@/lib/images/assert-allowed";
import { EXPORT_FORMATS } from "@/lib/images/constraints";
import { lockUsableImage } from "@/lib/images/lock-image";
import { toImageView } from "@/lib/images/views";
import { lockBucket } from "@/lib/objects/lock-bucket";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor, Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { QUICK_FORMAT } from "./model";
import type { ExportPayload } from "./schemas";

export interface ExportRequest {
  readonly imageId: string;
  readonly bucketId: string;
  readonly objectName: string;
  readonly format: string;
  readonly quick: boolean;
}

/**
 * Queues the export of an image to a bucket of its own project. The name in the bucket is reserved by the bucket's lock: no object,
 * upload or other export has it. Errors: the refusals of the rules for `export` and `quickExport`, `notFound` for the bucket, `nameTaken`.
 */
export async function beginExport(tx: Tx, actor: Actor, scope: Scope, request: ExportRequest) {
  const { imageId, bucketId, objectName, quick } = request;
  const row = await lockUsableImage(tx, imageId, scope);
  const image = toImageView(row, scope.accountId);
  assertAllowed(quick ? "quickExport" : "export", image, { exportFormat: request.format });
  const format = EXPORT_FORMATS.find((known) => known === request.format);
  if (format === undefined || (quick && format !== QUICK_FORMAT))
    throw new AppError("exportFormatNotSupported", { format: request.format, quick });
  const bucket = await lockBucket(tx, bucketId, scope);
  await assertNameFree(tx, bucketId, objectName);
  const payload: ExportPayload = { bucketId, resultObjectId: randomUUID(), objectName, format, quick };
  const jobId = await enqueue(tx, actor, inProject(scope), {
    kind: "exportImage",
    payload,
    targetName: `${bucket.name}/${objectName}`,
    imageId: image.id,
  });
  return { jobId, objectId: payload.resultObjectId, image, bucket };
}

async function assertNameFree(tx: Tx, bucketId: string, name: string): Promise<void> {
  const unfinished = { status: { in: ["queued" as const, "running" as const] }, kind: "exportImage" };
  const [objects, uploads, exports] = [
    await tx.bucketObject.count({ where: { bucketId, name } }),
    await tx.upload.count({ where: { bucketId, objectName: name, status: "open" } }),
    await tx.job.count({
      where: {
        ...unfinished,
        AND: [{ payload: { path: ["bucketId"], equals: bucketId } }, { payload: { path: ["objectName"], equals: name } }],
      },
    }),
  ];
  if (objects + uploads + exports > 0) throw new AppError("nameTaken", { name });
}
