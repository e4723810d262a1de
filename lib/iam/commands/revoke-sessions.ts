import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { userIdInput } from "../schemas";

/** Ends every console session and API token of a user at once, e.g. after a lost laptop. */
export const revokeSessions = command({
  trace: "revokeSessions",
  resourceType: "user",
  permission: "iam:users:update",
  input: userIdInput,
  resource: async (tx, { userId }) => {
    const user = await tx.user.findUnique({ where: { id: userId }, select: { id: true, accountId: true, name: true } });
    if (user === null) throw new AppError("notFound", { id: userId });
    return user;
  },
  async run({ tx, resource: user, note }) {
    const revokedAt = new Date();
    const sessions = await tx.session.updateMany({ where: { userId: user.id, revokedAt: null }, data: { revokedAt } });
    const tokens = await tx.apiToken.updateMany({ where: { userId: user.id, revokedAt: null }, data: { revokedAt } });
    note({ sessions: sessions.count, tokens: tokens.count });
  },
});
