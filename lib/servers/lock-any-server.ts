import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";

/** Loads a server of any account for the platform's operator, and holds it. Errors: `permissionDenied` for everybody else, `notFound`. */
export async function lockAnyServer(tx: Tx, actor: Actor, serverId: string) {
  if (!actor.operator) throw new AppError("permissionDenied", { action: "ecs:servers:freeze" });
  await tx.$queryRaw`SELECT 1 FROM "Server" WHERE "id" = ${serverId}::uuid FOR UPDATE`;
  const server = await tx.server.findFirst({
    where: { id: serverId, status: { not: "deleted" } },
    select: { id: true, name: true, frozenAt: true },
  });
  if (server === null) throw new AppError("notFound", { id: serverId });
  return server;
}
