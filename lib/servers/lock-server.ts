import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { serversOf } from "./servers-of";
import { serverSelect } from "./views";

/** Loads one of the project's servers and holds it until the transaction ends. Errors: `notFound`. */
export async function lockServer(tx: Tx, serverId: string, scope: Scope) {
  await tx.$queryRaw`SELECT 1 FROM "Server" WHERE "id" = ${serverId}::uuid FOR UPDATE`;
  const server = await tx.server.findFirst({ where: { AND: [{ id: serverId }, serversOf(inProject(scope))] }, select: serverSelect });
  if (server === null) throw new AppError("notFound", { id: serverId });
  return server;
}
