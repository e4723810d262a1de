import "server-only";
import { command } from "@/lib/platform/operation/command";
import { lockSelected } from "../manage/selected-images";
import { outcomeOf, sortOutOrRefuse } from "../manage/sort-out";
import { selectionInput } from "../schemas";

/** Takes images out of the recycle bin, as they were; shares that were there are there again. Errors: for one image alone those of the rules. */
export const restoreImages = command({
  trace: "restoreImage",
  resourceType: "image",
  permission: "ims:images:delete",
  input: selectionInput,
  async run({ tx, scope, input, note, touch }) {
    const sorted = sortOutOrRefuse(await lockSelected(tx, input.selection, scope), { action: "restore", scope });
    await tx.image.updateMany({ where: { id: { in: sorted.allowed.map(({ id }) => id) } }, data: { recycledAt: null } });
    note({ skipped: sorted.skipped.length });
    touch(...sorted.allowed);
    return outcomeOf(sorted);
  },
});
