import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { authorize, inProject } from "@/lib/platform/operation/authorize";
import { DEFAULT_KEY_NAME } from "./constraints";
import { insertKey } from "./insert-key";
import { keysOf } from "./keys-of";
import { isUsable } from "./model";

/**
 * The key that a new image shall be encrypted with, checked and held so that it cannot be disabled before the image is committed.
 * For commands: call it where the image row is made, put the id into `keyId` beside `encrypted: true`, and have the job wrap the
 * data key with `wrapDataKey`. `keyId` undefined: the project's `ims/default`, made now when there is none yet.
 *
 * Errors: `permissionDenied` without `kms:dek:create`; `invalidArgument` { field: `keyId`, reason: `keyNotFound` or
 * `keyUnavailable` } for a key that is none of the project's or not enabled (SEC-03).
 */
export async function holdKey(tx: Tx, actor: Actor, keyId: string | undefined): Promise<{ id: string; name: string }> {
  const scope = inProject(authorize(actor, "kms:dek:create"));
  // Waits for whoever makes the default key at this moment.
  if (keyId === undefined) await insertKey(tx, scope, { name: DEFAULT_KEY_NAME, isDefault: true });
  const where = { AND: [keysOf(scope), keyId === undefined ? { isDefault: true } : { id: keyId }] };
  const found = await tx.key.findFirst({ where, select: { id: true } });
  if (found === null) throw new AppError("invalidArgument", { field: "keyId", reason: "keyNotFound" });
  await tx.$queryRaw`SELECT 1 FROM "Key" WHERE "id" = ${found.id}::uuid FOR SHARE`;
  const key = await tx.key.findUniqueOrThrow({ where: found, select: { id: true, name: true, state: true } });
  if (!isUsable(key)) throw new AppError("invalidArgument", { field: "keyId", reason: "keyUnavailable", state: key.state });
  return { id: key.id, name: key.name };
}
