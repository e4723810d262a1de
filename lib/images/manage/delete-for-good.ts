import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import type { Actor, Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { moveImage } from "../move-image";
import type { ImageRow } from "../views";

/** Ends the life of an image: it leaves every list, recipients lose it, a job removes its bytes. The caller has asked the rules. */
export async function deleteForGood(tx: Tx, who: { actor: Actor; scope: Scope }, image: ImageRow): Promise<void> {
  await moveImage(tx, image, { to: "deleted" });
  await tx.imageMember.deleteMany({ where: { imageId: image.id } });
  await enqueue(tx, who.actor, inProject(who.scope), {
    kind: "removeImageData",
    payload: { imageId: image.id },
    targetName: image.name,
  });
}
