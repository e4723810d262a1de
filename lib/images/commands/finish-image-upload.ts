import "server-only";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { moveImage } from "../move-image";
import { finishImageUploadInput } from "../records/inputs";
import { lockUploading } from "../upload-attempt";

/**
 * Enters the bytes that were published under the attempt's key: saving → active, with size and digests; the worker makes the
 * disk of them. Errors: `notFound` when the image was deleted meanwhile, `imageStatusNotNormal` when another attempt took over.
 */
export const finishImageUpload = command({
  trace: "uploadImage",
  resourceType: "image",
  permission: "ims:images:upload",
  input: finishImageUploadInput,
  resource: (tx, attempt, scope) => lockUploading(tx, attempt, scope),
  async run({ tx, actor, scope, input, resource: image, note }) {
    const { sizeBytes, md5, sha512 } = input;
    const data = { originalSize: BigInt(sizeBytes), checksumMd5: md5, hashSha512: sha512 };
    await moveImage(tx, image, { to: "active", data });
    const payload = { imageId: image.id };
    const jobId = await enqueue(tx, actor, inProject(scope), {
      kind: "convertOriginal",
      payload,
      targetName: image.name,
      imageId: image.id,
    });
    note({ sizeBytes, sha512, jobId });
  },
});
