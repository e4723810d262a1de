import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { imageOriginalKey } from "@/lib/platform/storage/paths";
import { lockImage } from "../lock-image";
import { moveImage } from "../move-image";
import { imageUploadInput } from "../records/inputs";

/**
 * Opens an image for its bytes: queued → saving. The caller holds the image's upload lock, so one that is `saving` belongs to a
 * process that is gone, and the new attempt takes its place. Errors: `imageStatusNotNormal`, `invalidArgument` without formats.
 */
export const beginImageUpload = command({
  trace: "beginImageUpload",
  resourceType: "image",
  permission: "ims:images:upload",
  input: imageUploadInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  async run({ tx, input, resource: image }) {
    if (image.sourceKind !== "upload" || (image.status !== "queued" && image.status !== "saving"))
      throw new AppError("imageStatusNotNormal", { status: image.status, wanted: "saving" });
    const { diskFormat, containerFormat } = await tx.image.findUniqueOrThrow({
      where: { id: image.id },
      select: { diskFormat: true, containerFormat: true },
    });
    if (diskFormat === null || containerFormat === null) throw new AppError("invalidArgument", { field: "format", reason: "formatsUnset" });
    const originalKey = imageOriginalKey(image.id, input.uploadId);
    if (image.status === "queued") await moveImage(tx, image, { to: "saving", data: { originalKey } });
    else await tx.image.update({ where: { id: image.id }, data: { originalKey } });
    return { regionId: image.regionId, storageKey: originalKey };
  },
});
