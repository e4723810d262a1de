import "server-only";
import type { Db, Prisma, Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { SELECTION_MAX } from "../constraints";
import { readableImages, recycledImagesOf } from "../images-of";
import type { ImageSelection } from "../schemas";
import { type ImageRow, imageSelect } from "../views";
import { listedImages } from "./listed-images";

/** The images of a selection that the scope may see, oldest id first. Errors: `invalidArgument` beyond what one act may take. */
export async function selectedImages(db: Db | Tx, selection: ImageSelection, scope: Scope): Promise<ImageRow[]> {
  const where = await whereOf(db, selection, scope);
  const rows = await db.image.findMany({ where, select: imageSelect, orderBy: { id: "asc" }, take: SELECTION_MAX + 1 });
  if (rows.length > SELECTION_MAX) throw new AppError("invalidArgument", { field: "selection", reason: "tooMany", max: SELECTION_MAX });
  return rows;
}

/**
 * The same, each held until the transaction ends; locked in the order of ids, so that two acts on the same images wait instead of
 * blocking each other. Errors: `notFound` when not one of those named by id can be seen.
 */
export async function lockSelected(tx: Tx, selection: ImageSelection, scope: Scope): Promise<ImageRow[]> {
  const ids = (await selectedImages(tx, selection, scope)).map(({ id }) => id);
  await tx.$queryRaw`SELECT 1 FROM "Image" WHERE "id" = ANY(${ids}::uuid[]) ORDER BY "id" FOR UPDATE`;
  const held = await selectedImages(tx, { ids: ids.length === 0 ? [NOBODY] : ids }, scope);
  // Asked once they are held: another act may have deleted them while this one waited.
  if (held.length === 0 && "ids" in selection) throw new AppError("notFound", { id: selection.ids[0] ?? "" });
  return held;
}

const NOBODY = "00000000-0000-0000-0000-000000000000";

async function whereOf(db: Db | Tx, selection: ImageSelection, scope: Scope): Promise<Prisma.ImageWhereInput> {
  const here = inProject(scope);
  if ("filter" in selection) return listedImages(db, here, selection.filter);
  return { AND: [{ id: { in: [...selection.ids] } }, { OR: [readableImages(here), recycledImagesOf(here)] }] };
}
