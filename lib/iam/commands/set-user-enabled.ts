import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { setUserEnabledInput } from "../schemas";

/**
 * Stops a user from signing in, or lets it again. A stopped one is out at once: its sessions and tokens end. Errors: `notFound`,
 * `conflict` for the account's own user, who would lock everybody out.
 */
export const setUserEnabled = command({
  trace: "updateUser",
  resourceType: "user",
  permission: "iam:users:update",
  input: setUserEnabledInput,
  resource: async (tx, { userId }) => {
    const user = await tx.user.findUnique({ where: { id: userId }, select: { id: true, accountId: true, name: true, accountOwner: true } });
    if (user === null) throw new AppError("notFound", { id: userId });
    return user;
  },
  async run({ tx, input: { userId, enabled }, resource: user, note }) {
    if (user.accountOwner) throw new AppError("conflict", { reason: "accountOwner" });
    await tx.user.update({ where: { id: userId }, data: { enabled } });
    if (!enabled) {
      const ended = { where: { userId, revokedAt: null }, data: { revokedAt: new Date() } };
      await tx.session.updateMany(ended);
      await tx.apiToken.updateMany(ended);
    }
    note({ enabled });
  },
});
