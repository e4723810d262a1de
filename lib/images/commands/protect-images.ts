import "server-only";
import { command } from "@/lib/platform/operation/command";
import { lockSelected } from "../manage/selected-images";
import { outcomeOf, sortOutOrRefuse } from "../manage/sort-out";
import { protectImagesInput } from "../schemas";

/** Protects one or many private images from being deleted, or takes the protection off. Errors: for one image alone those of the rules. */
export const protectImages = command({
  trace: "updateImage",
  resourceType: "image",
  permission: "ims:images:update",
  input: protectImagesInput,
  async run({ tx, scope, input, note, touch }) {
    const sorted = sortOutOrRefuse(await lockSelected(tx, input.selection, scope), { action: "protect", scope });
    await tx.image.updateMany({ where: { id: { in: sorted.allowed.map(({ id }) => id) } }, data: { protected: input.protected } });
    note({ protected: input.protected, skipped: sorted.skipped.length });
    touch(...sorted.allowed);
    return outcomeOf(sorted);
  },
});
