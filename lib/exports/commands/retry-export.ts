import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { beginExport } from "../begin-export";
import { exportPayload, retryExportInput } from "../schemas";

/** Tries an export again that failed or was cancelled. Errors: `conflict` when it has not ended that way, those of `beginExport`. */
export const retryExport = command({
  trace: "exportImage",
  resourceType: "image",
  permission: "ims:images:export",
  input: retryExportInput,
  async run({ tx, actor, scope: anywhere, input, note }) {
    const scope = inProject(anywhere);
    const { accountId, project } = scope;
    const job = await tx.job.findFirst({ where: { id: input.jobId, accountId, projectId: project.id, kind: "exportImage" } });
    if (job === null || job.imageId === null) throw new AppError("notFound", { id: input.jobId });
    if (job.status !== "failed" && job.status !== "cancelled") throw new AppError("conflict", { reason: "notFailed" });
    const { bucketId, objectName, format, quick } = exportPayload.parse(job.payload);
    const { jobId, objectId, image, bucket } = await beginExport(tx, actor, scope, {
      imageId: job.imageId,
      bucketId,
      objectName,
      format,
      quick,
    });
    note({ resourceId: image.id, resourceName: image.name, retry: true, bucket: bucket.name, object: objectName, jobId });
    return { jobId, objectId };
  },
});
