import "server-only";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { listedImages } from "../manage/listed-images";
import type { ImageView } from "../model";
import { imageRowsInput } from "../schemas";
import { imageSelect, toImageView } from "../views";

const ROWS = 500;

/** The next images of a list, oldest first, for whoever reads all of them: no count, no order to choose. */
export const listImageRows = query({
  permission: "ims:images:list",
  input: imageRowsInput,
  async run({ db, scope, input: { filter, after } }): Promise<readonly ImageView[]> {
    const all = await listedImages(db, inProject(scope), filter);
    const beyond =
      after === undefined ? {} : { OR: [{ createdAt: { gt: after.createdAt } }, { createdAt: after.createdAt, id: { gt: after.id } }] };
    const rows = await db.image.findMany({
      where: { AND: [all, beyond] },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: ROWS,
      select: imageSelect,
    });
    return rows.map((row) => toImageView(row, scope.accountId));
  },
});
