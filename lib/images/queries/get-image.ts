import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { readableImages } from "../images-of";
import { imageIdInput } from "../schemas";
import { imageSelect, toImageView } from "../views";

/** One image the project may see. Errors: `notFound`, also for another account's (IMG-04). */
export const getImage = query({
  permission: "ims:images:get",
  input: imageIdInput,
  async run({ db, scope, input }) {
    const row = await db.image.findFirst({ where: { AND: [{ id: input.imageId }, readableImages(inProject(scope))] }, select: imageSelect });
    if (row === null) throw new AppError("notFound", { id: input.imageId });
    return toImageView(row, scope.accountId);
  },
});
