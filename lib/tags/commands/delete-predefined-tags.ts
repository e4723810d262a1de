import "server-only";
import { command } from "@/lib/platform/operation/command";
import { formatTag } from "../model";
import { predefinedTagsInput } from "../schemas";

/** Keeps tags ready no longer. Resources that carry them keep them. */
export const deletePredefinedTags = command({
  trace: "deletePredefinedTags",
  resourceType: "tag",
  permission: "tms:predefineTags:delete",
  input: predefinedTagsInput,
  async run({ tx, scope: { accountId }, input: { tags }, note }) {
    await tx.predefinedTag.deleteMany({ where: { accountId, OR: tags.map(({ key, value }) => ({ key, value })) } });
    note({ resourceId: accountId, tags: tags.map(formatTag) });
    return { tags };
  },
});
