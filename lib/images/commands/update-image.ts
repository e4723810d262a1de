import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { lockImage } from "../lock-image";
import { changeProperties, changeTags, propertiesOf } from "../records/change-properties";
import { updateImageInput } from "../records/inputs";

/**
 * Changes what the image API may change of a private image, all or nothing. Formats can only be named before the bytes come.
 * Errors: `attributeNotModifiable` { attribute }, `conflict` { reason, property }, `notFound` { tag }, `tagLimitExceeded`,
 * `payloadTooLarge`, `memoryOutOfRange`.
 */
export const updateImage = command({
  trace: "updateImage",
  resourceType: "image",
  permission: "ims:images:update",
  input: updateImageInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  constraints: { image_memory_range: "memoryOutOfRange" },
  async run({ tx, input, resource: image, note }) {
    const { tags, ...fields } = input.fields;
    for (const attribute of ["diskFormat", "containerFormat"] as const) {
      if (fields[attribute] !== undefined && image.status !== "queued")
        throw new AppError("attributeNotModifiable", { attribute, reason: "queuedOnly" });
    }
    const before = await currentOf(tx, image.id);
    await tx.image.update({
      where: { id: image.id },
      data: {
        ...fields,
        tags: changeTags(before.tags, { tags, addTag: input.addTag, removeTag: input.removeTag }),
        properties: changeProperties(propertiesOf(before.properties), input.properties),
      },
    });
    note({ changed: changedNames(input) });
  },
});

async function currentOf(tx: Tx, imageId: string) {
  return tx.image.findUniqueOrThrow({ where: { id: imageId }, select: { tags: true, properties: true } });
}

function changedNames(input: { fields: object; properties: readonly { name: string }[]; addTag?: string; removeTag?: string }): string[] {
  const tag = input.addTag !== undefined || input.removeTag !== undefined ? ["tags"] : [];
  return [...new Set([...Object.keys(input.fields), ...input.properties.map(({ name }) => name), ...tag])];
}
