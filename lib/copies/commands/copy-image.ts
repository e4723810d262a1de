import "server-only";
import { lockImage } from "@/lib/images/lock-image";
import { toImageView } from "@/lib/images/views";
import { holdKey } from "@/lib/keys/hold-key";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { lockQuota } from "@/lib/quotas/lock-quota";
import { admitCopy } from "../admit-copy";
import { insertCopy } from "../insert-copy";
import type { Encryption } from "../model";
import { copyImageInput } from "../schemas";

/**
 * Copies a private image inside its region (CPY-01): with encryption, without it, or as it is. The copy is in the list at once; a job
 * makes its disk. Errors: the refusals of the rules for `copyInRegion`, `imageQuotaExceeded`, those of `holdKey`.
 */
export const copyImage = command({
  trace: "copyImage",
  resourceType: "image",
  permission: "ims:images:copyInRegion",
  input: copyImageInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  constraints: { image_quota: "imageQuotaExceeded" },
  async run({ tx, actor, scope: anywhere, input, resource: row, note }) {
    const scope = inProject(anywhere);
    const own = await tx.image.findUniqueOrThrow({ where: { id: row.id }, select: { keyId: true } });
    const image = { ...toImageView(row, scope.accountId), keyId: own.keyId };
    const wanted = wantedKey(input, image);
    const { waitTurn } = input;
    const { held } = await admitCopy(tx, { image, accountId: scope.accountId, targetRegionId: image.regionId, keyId: wanted, waitTurn });
    const keyId = await keyOf(tx, actor, input, wanted);
    await lockQuota(tx, scope);
    const { imageId: resultImageId } = await insertCopy(tx, scope, { ...input, keyId });
    const jobId = await enqueue(tx, actor, scope, {
      kind: "copyImage",
      payload: { keyId },
      targetName: input.name,
      imageId: image.id,
      resultImageId,
      held,
    });
    note({ copy: resultImageId, name: input.name, encryption: input.encryption, waits: held, jobId });
    return { imageId: resultImageId, jobId, waits: held };
  },
});

interface Wish {
  readonly encryption: Encryption;
  readonly keyId?: string;
}

/** The key the copy would have, as far as the rules want to know; null: none. An own default key has no id yet: any text but the source's. */
function wantedKey({ encryption, keyId }: Wish, image: { encrypted: boolean; keyId: string | null }): string | null {
  if (encryption === "decrypt") return null;
  if (encryption === "encrypt") return keyId ?? (image.encrypted ? image.keyId : "ims/default");
  return keyId ?? image.keyId;
}

async function keyOf(tx: Tx, actor: Actor, { encryption, keyId }: Wish, wanted: string | null): Promise<string | null> {
  if (encryption === "decrypt" || wanted === null) {
    if (keyId !== undefined) throw new AppError("invalidArgument", { field: "keyId", reason: "notEncrypted" });
    return null;
  }
  const { id } = await holdKey(tx, actor, encryption === "encrypt" && wanted === "ims/default" ? undefined : wanted);
  return id;
}
