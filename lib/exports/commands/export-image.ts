import "server-only";
import { command } from "@/lib/platform/operation/command";
import { beginExport } from "../begin-export";
import { exportImageInput } from "../schemas";

/**
 * Exports an image to a bucket of its own project (EXP-01), as VMDK, VHD, QCOW2, ZVHD or ZVHD2, or quickly as it is stored. An encrypted
 * image leaves readable (AMB-34). Errors: those of `beginExport`.
 */
export const exportImage = command({
  trace: "exportImage",
  resourceType: "image",
  permission: "ims:images:export",
  input: exportImageInput,
  async run({ tx, actor, scope, input, note }) {
    note({ resourceId: input.imageId });
    const { jobId, objectId, image, bucket } = await beginExport(tx, actor, scope, input);
    const { format, quick, objectName } = input;
    note({ resourceName: image.name, bucket: bucket.name, object: objectName, format, quick, decrypted: image.encrypted, jobId });
    return { jobId, objectId };
  },
});
