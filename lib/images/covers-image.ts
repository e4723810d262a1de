import "server-only";
import type { ItemName, Refusals } from "@/lib/iam/model";
import type { Db, Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor, Scope } from "@/lib/platform/operation/actor";
import { openScope, whyNotAuthorised } from "@/lib/platform/operation/authorize";
import { parseTag } from "@/lib/tags/model";
import { ITEM_OF } from "./rules/item-of";

interface TaggedImage {
  readonly id: string;
  readonly accountId: string;
  readonly tags: readonly string[];
}

/** Whether a right reaches this image (IAM-06). Tags of others' images count for nothing: whoever shares an image would choose who may use it. */
export function coversImage(scope: Scope, image: TaggedImage | null): boolean {
  if (image === null) return scope.covers(null);
  const { id, accountId, tags } = image;
  const own = accountId === scope.accountId ? tags.map(parseTag) : [];
  return scope.covers({ type: "image", id, tags: new Map(own.map(({ key, value }) => [key, value])) });
}

/** Refuses an image, or doing without one, where the right does not reach that. Errors: `permissionDenied` { action }. */
export function assertCovered(scope: Scope, image: TaggedImage | null): void {
  if (!coversImage(scope, image)) throw new AppError("permissionDenied", { action: scope.permission });
}

/** The same for images that an act is about without changing them. Those that are gone are passed over. */
export async function assertImagesCovered(db: Db | Tx, scope: Scope, imageIds: readonly string[]): Promise<void> {
  const images = await db.image.findMany({ where: { id: { in: [...imageIds] } }, select: { id: true, accountId: true, tags: true } });
  for (const image of images) assertCovered(scope, image);
}

const ITEMS: ReadonlySet<ItemName> = new Set([...Object.values(ITEM_OF), "ims:publicImages:create", "ims:publicImages:update"]);

/** Tells what an actor may not do with an image though it may with others; of somebody without such limits nothing is asked. */
export function refusalsOn(actor: Actor): (image: TaggedImage) => Refusals {
  const scopes = [...ITEMS]
    .filter((item) => whyNotAuthorised(actor, item) === undefined)
    .map((item) => ({ item, scope: openScope(actor, item) }))
    .filter(({ scope }) => scope.depends);
  return (image) =>
    Object.fromEntries(scopes.filter(({ scope }) => !coversImage(scope, image)).map(({ item }) => [item, "permissionDenied" as const]));
}
