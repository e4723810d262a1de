import "server-only";
import type { Db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import type { Actor } from "@/lib/platform/operation/actor";
import { openScope, type Permission, whyNotAuthorised } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { selectedImages } from "../manage/selected-images";
import { type SortedOut, sortOutCovered } from "../manage/sort-out";
import type { DeletionImpact, SelectionReview } from "../model";
import { reviewSelectionInput, type SELECTION_ACTS } from "../schemas";
import type { ImageRow } from "../views";

type Act = (typeof SELECTION_ACTS)[number];

/** What each act itself asks for. */
const PERMISSIONS: Readonly<Record<Act, Permission>> = {
  delete: "ims:images:delete",
  tag: "ims:images:update",
  protect: "ims:images:update",
  restore: "ims:images:delete",
  purge: "ims:images:delete",
};

/** What an act on the selected images would do and what it would skip, with what deleting them means for others (MNG-09, MNG-10). */
export const reviewSelection = query({
  permission: "ims:images:list",
  input: reviewSelectionInput,
  async run({ db, scope, actor, input }): Promise<SelectionReview> {
    const images = await selectedImages(db, input.selection, scope);
    const { allowed, skipped } = foresee(images, input.act, actor);
    return { allowed: allowed.length, skipped, impact: await impactOf(db, scope.accountId, allowed) };
  },
});

/** What the act would go on with: both the asker's right to it and the rules are asked of each image. */
function foresee(images: readonly ImageRow[], act: Act, actor: Actor): SortedOut {
  const refusal = whyNotAuthorised(actor, PERMISSIONS[act]);
  if (refusal === undefined) return sortOutCovered(images, { action: act, scope: openScope(actor, PERMISSIONS[act]) });
  const { code, detail } = refusal;
  return { allowed: [], skipped: images.map(({ id, name }) => ({ id, name, code, detail })) };
}

async function impactOf(db: Db, accountId: string, images: readonly ImageRow[]): Promise<DeletionImpact> {
  const ids = images.map(({ id }) => id);
  const backupIds = images.flatMap(({ sourceBackupId }) => (sourceBackupId === null ? [] : [sourceBackupId]));
  const [tenants, servers, copies, standing] = await Promise.all([
    db.imageMember.findMany({
      where: { imageId: { in: ids }, status: { not: "rejected" } },
      distinct: ["accountId"],
      select: { accountId: true },
    }),
    db.server.count({ where: { imageId: { in: ids }, accountId, status: { not: "deleted" } } }),
    db.image.count({ where: { copiedFromId: { in: ids }, accountId, status: { not: "deleted" } } }),
    db.backup.findMany({ where: { id: { in: backupIds }, accountId, status: { not: "deleted" } }, select: { id: true } }),
  ]);
  const existing = new Set(standing.map(({ id }) => id));
  const backups = images.flatMap(({ id, name, sourceBackupId }) =>
    sourceBackupId === null || !existing.has(sourceBackupId) ? [] : [{ imageId: id, imageName: name, backupId: sourceBackupId }],
  );
  return { tenants: tenants.length, servers, copies, backups, recycleDays: env().IMS_RECYCLE_DAYS };
}
