import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { assertImagesCovered } from "../covers-image";
import { selectImageRecord } from "../records/select-records";
import { imageIdInput } from "../schemas";

/** One image as the image APIs tell of it. Errors: `notFound`, also for another account's (IMG-04). */
export const getImageRecord = query({
  permission: "ims:images:get",
  input: imageIdInput,
  async run({ db, scope, input }) {
    const record = await selectImageRecord(db, inProject(scope), input.imageId);
    if (record === undefined) throw new AppError("notFound", { id: input.imageId });
    await assertImagesCovered(db, scope, [record.id]);
    return record;
  },
});
