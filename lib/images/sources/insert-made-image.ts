import "server-only";
import { randomUUID } from "node:crypto";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import { consumeTaskSlot } from "@/lib/quotas/consume-task-slot";
import { lockQuota } from "@/lib/quotas/lock-quota";
import { formatTag } from "@/lib/tags/model";
import { TAGS_MAX } from "../constraints";
import type { MadeImageFields } from "../schemas";

interface Made {
  /** What its user says of it. */
  readonly fields: MadeImageFields;
  /** What follows from its source. */
  readonly source: Omit<Prisma.ImageUncheckedCreateInput, "id" | "accountId" | "projectId" | "regionId" | keyof MadeImageFields>;
}

/**
 * The row of a private image that a job will make of something that is no file, counted against both limits (PRI-20).
 * Errors: `imageQuotaExceeded`, also by the constraint `image_quota` for a race, `createTaskLimitExceeded`, `tagLimitExceeded`, `invalidArgument`.
 */
export async function insertMadeImage(tx: Tx, scope: ProjectScope, { fields, source }: Made): Promise<string> {
  const { tags, ...plain } = fields;
  if (fields.maxRamMb > 0 && fields.minRamMb > fields.maxRamMb)
    throw new AppError("invalidArgument", { field: "maxRamMb", reason: "memoryRange" });
  if (tags.length > TAGS_MAX) throw new AppError("tagLimitExceeded", { limit: TAGS_MAX });
  await consumeTaskSlot(tx, scope, await lockQuota(tx, scope));
  const id = randomUUID();
  const place = { accountId: scope.accountId, projectId: scope.project.id, regionId: scope.project.regionId };
  await tx.image.create({ data: { id, ...place, ...plain, tags: tags.map(formatTag), ...source } });
  return id;
}
