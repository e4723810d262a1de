import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { assertAllowed } from "../assert-allowed";
import { lockImage } from "../lock-image";
import { modifyImageInput } from "../schemas";
import { imageSelect, toImageView } from "../views";

/** Attributes of a data disk image that mean something: nothing starts from it, so memory and drivers do not. Source: console, dialog "Modify". */
const OF_DATA_IMAGES: ReadonlySet<string> = new Set(["name", "description"]);
const OF_IMAGES: ReadonlySet<string> = new Set([...OF_DATA_IMAGES, "minRamMb", "maxRamMb", "nicMultiQueue", "sriov"]);
const KEYS: ReadonlySet<string> = new Set(["keyId", "encryptionKeyId", "encrypted"]);

/**
 * Changes the attributes users may change (MNG-02). Errors: `attributeNotModifiable` { attribute } for every other one,
 * `encryptionKeyImmutable` for the key (LIM-26), `invalidArgument` when the minimum memory is above the maximum (MNG-04),
 * `conflict` { reason } when the image was changed since the form was filled.
 */
export const modifyImage = command({
  trace: "updateImage",
  resourceType: "image",
  permission: "ims:images:update",
  input: modifyImageInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  async run({ tx, scope, input, resource: image, note }) {
    assertAllowed("modify", toImageView(image, scope.accountId));
    assertModifiable(Object.keys(input.changes), image.kind === "data" ? OF_DATA_IMAGES : OF_IMAGES);
    if (input.unlessChangedSince !== undefined && image.updatedAt > new Date(input.unlessChangedSince))
      throw new AppError("conflict", { reason: "changedMeanwhile" });
    const { name, description, minRamMb, maxRamMb, nicMultiQueue, sriov } = input.changes;
    const after = { name, description, minRamMb, maxRamMb, nicMultiQueue, sriov };
    assertMemory(minRamMb ?? image.minRamMb, maxRamMb ?? image.maxRamMb);
    const changed = await tx.image.update({ where: { id: image.id }, data: after, select: imageSelect });
    for (const [attribute, value] of Object.entries(after)) {
      const before = image[attribute as keyof typeof after]; // Object.entries loses the keys' type
      if (value !== undefined && value !== before) note({ [attribute]: [String(before), String(value)] });
    }
    return toImageView(changed, scope.accountId);
  },
});

function assertModifiable(attributes: readonly string[], modifiable: ReadonlySet<string>): void {
  const attribute = attributes.find((name) => !modifiable.has(name));
  if (attribute === undefined) return;
  throw new AppError(KEYS.has(attribute) ? "encryptionKeyImmutable" : "attributeNotModifiable", { attribute });
}

/** 0: no limit. */
function assertMemory(minRamMb: number, maxRamMb: number): void {
  if (maxRamMb > 0 && minRamMb > maxRamMb) throw new AppError("invalidArgument", { field: "maxRamMb", reason: "memoryRange" });
}
