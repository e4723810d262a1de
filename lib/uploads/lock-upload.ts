import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { uploadsOf } from "./uploads-of";
import { uploadSelect } from "./views";

/** Loads one of the project's uploads and holds its row until the transaction ends. Errors: `notFound`. */
export async function lockUpload(tx: Tx, uploadId: string, scope: Scope) {
  await tx.$queryRaw`SELECT 1 FROM "Upload" WHERE "id" = ${uploadId}::uuid FOR UPDATE`;
  const upload = await tx.upload.findFirst({ where: { AND: [{ id: uploadId }, uploadsOf(inProject(scope))] }, select: uploadSelect });
  if (upload === null) throw new AppError("notFound", { id: uploadId });
  return { ...upload, name: upload.objectName };
}
