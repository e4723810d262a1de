import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { PREDEFINED_TAGS_MAX } from "../constraints";
import { formatTag } from "../model";
import { predefinedTagsInput } from "../schemas";

/** Keeps tags ready for the account's resources; those it has already stay as they are. Errors: `conflict` { reason: `tagsMax` }. */
export const createPredefinedTags = command({
  trace: "createPredefinedTags",
  resourceType: "tag",
  permission: "tms:predefineTags:create",
  input: predefinedTagsInput,
  async run({ tx, scope: { accountId }, input: { tags }, note }) {
    await tx.$queryRaw`SELECT 1 FROM "Account" WHERE "id" = ${accountId}::uuid FOR NO KEY UPDATE`;
    await tx.predefinedTag.createMany({ data: tags.map((tag) => ({ accountId, ...tag })), skipDuplicates: true });
    if ((await tx.predefinedTag.count({ where: { accountId } })) > PREDEFINED_TAGS_MAX)
      throw new AppError("conflict", { reason: "tagsMax", limit: PREDEFINED_TAGS_MAX });
    note({ resourceId: accountId, tags: tags.map(formatTag) });
    return { tags };
  },
});
