import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { lockImage } from "../lock-image";
import { imageIdInput } from "../schemas";

/**
 * Has all bytes of an image read back and compared with its digests, now. Errors: `imageStatusNotNormal` for one without a disk,
 * `taskInProgress` while a check of it runs.
 */
export const scrubImage = command({
  trace: "scrubImage",
  resourceType: "image",
  permission: "ims:images:update",
  input: imageIdInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  async run({ tx, actor, scope, resource: image, note }) {
    if (image.status !== "active" || image.disk === null) throw new AppError("imageStatusNotNormal", { status: image.status });
    if (image.jobs.some(({ kind }) => kind === "scrubImage")) throw new AppError("taskInProgress", { job: "scrubImage" });
    const payload = { imageId: image.id };
    const jobId = await enqueue(tx, actor, inProject(scope), { kind: "scrubImage", payload, targetName: image.name, imageId: image.id });
    note({ jobId });
    return { jobId };
  },
});
