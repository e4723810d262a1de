import "server-only";
import { command } from "@/lib/platform/operation/command";
import { moveImage } from "../move-image";
import { imageUploadInput } from "../records/inputs";
import { lockUploading } from "../upload-attempt";

/** Gives up an attempt to send an image's bytes: saving → queued, as if it had never begun. Errors: as `finishImageUpload`. */
export const abandonImageUpload = command({
  trace: "abandonImageUpload",
  resourceType: "image",
  permission: "ims:images:upload",
  input: imageUploadInput,
  resource: (tx, attempt, scope) => lockUploading(tx, attempt, scope),
  run: ({ tx, resource: image }) => moveImage(tx, image, { to: "queued", data: { originalKey: null } }),
});
