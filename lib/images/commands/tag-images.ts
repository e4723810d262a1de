import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { command } from "@/lib/platform/operation/command";
import { formatTag, mergeTags } from "@/lib/tags/model";
import { lockSelected } from "../manage/selected-images";
import { outcomeOf, sortOutOrRefuse } from "../manage/sort-out";
import { tagImagesInput } from "../schemas";
import type { ImageRow } from "../views";

/**
 * Sets and removes tags of one or many private images (MNG-05); a key that is there gets the new value. Images that would have more
 * than ten keep theirs. Errors: for one image alone those of the rules, `tagLimitExceeded` (LIM-50) among them.
 */
export const tagImages = command({
  trace: "updateTags",
  resourceType: "image",
  permission: "ims:images:update",
  input: tagImagesInput,
  async run({ tx, scope, input, note, touch }) {
    const images = await lockSelected(tx, input.selection, scope);
    const tagsAfter = ({ tags }: ImageRow) => mergeTags(tags, input.set, input.removeKeys);
    const sorted = sortOutOrRefuse(images, {
      action: "tag",
      scope,
      contextOf: (image) => ({ tags: tagsAfter(image).length }),
    });
    await writeTags(tx, new Map(sorted.allowed.map((image) => [image.id, tagsAfter(image)])));
    note({ set: input.set.map(formatTag), removed: input.removeKeys, skipped: sorted.skipped.length });
    touch(...sorted.allowed);
    return outcomeOf(sorted);
  },
});

/** One statement for any number of images. */
async function writeTags(tx: Tx, tags: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const rows = JSON.stringify([...tags].map(([id, after]) => ({ id, after })));
  await tx.$executeRaw`
    UPDATE "Image" i SET "tags" = ARRAY(SELECT jsonb_array_elements_text(j.after)), "updatedAt" = now()
    FROM jsonb_to_recordset(${rows}::jsonb) AS j(id uuid, after jsonb) WHERE i."id" = j.id`;
}
