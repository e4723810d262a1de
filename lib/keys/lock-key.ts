import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { keysOf } from "./keys-of";
import { type KeyRow, keySelect } from "./views";

/** Loads one of the project's keys and holds it until the transaction ends: its state changes one at a time. Errors: `notFound`. */
export async function lockKey(tx: Tx, keyId: string, scope: Scope): Promise<KeyRow> {
  await tx.$queryRaw`SELECT 1 FROM "Key" WHERE "id" = ${keyId}::uuid FOR UPDATE`;
  const key = await tx.key.findFirst({ where: { AND: [{ id: keyId }, keysOf(inProject(scope))] }, select: keySelect });
  if (key === null) throw new AppError("notFound", { id: keyId });
  return key;
}
