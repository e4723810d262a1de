import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";

/** Loads a group and holds it until the transaction ends, so that its grants are checked and changed one at a time. */
export async function lockGroup(tx: Tx, groupId: string) {
  await tx.$queryRaw`SELECT 1 FROM "Group" WHERE "id" = ${groupId}::uuid FOR UPDATE`;
  const group = await tx.group.findUnique({ where: { id: groupId }, select: { id: true, accountId: true, name: true, grants: true } });
  if (group === null) throw new AppError("notFound", { id: groupId });
  return group;
}
