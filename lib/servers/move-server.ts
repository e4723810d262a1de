import "server-only";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { canMoveServer, type ServerStatus } from "./model";

/** The only writer of a server's status. Errors: `serverStateInvalid` when there is no such move, also after a race. */
export async function moveServer(
  tx: Tx,
  server: { readonly id: string; readonly status: ServerStatus },
  move: { readonly to: ServerStatus; readonly data?: Omit<Prisma.ServerUncheckedUpdateManyInput, "status"> },
): Promise<void> {
  const { count } = canMoveServer(server.status, move.to)
    ? await tx.server.updateMany({ where: { id: server.id, status: server.status }, data: { ...move.data, status: move.to } })
    : { count: 0 };
  if (count === 0) throw new AppError("serverStateInvalid", { status: server.status, wanted: move.to });
}
