import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { uploadIdInput } from "../schemas";
import { uploadsOf } from "../uploads-of";
import { type UploadRow, uploadSelect } from "../views";

/** An upload, for those who may continue it. Errors: `notFound`. */
export const getUpload = query({
  permission: "obs:objects:create",
  input: uploadIdInput,
  async run({ db, scope, input }): Promise<UploadRow> {
    const upload = await db.upload.findFirst({
      where: { AND: [{ id: input.uploadId }, uploadsOf(inProject(scope))] },
      select: uploadSelect,
    });
    if (upload === null) throw new AppError("notFound", { id: input.uploadId });
    return upload;
  },
});
