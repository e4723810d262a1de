import "server-only";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { LOCK_OUT_MINUTES, SIGN_IN_ATTEMPTS_MAX } from "./constraints";
import { isPassword } from "./password";

export interface Credentials {
  /** Account (domain) the user belongs to: by id or by name. */
  readonly account?: { id?: string; name?: string };
  readonly user: { id?: string; name?: string };
  readonly password: string;
}

/**
 * Proves a user by password and answers its id. Unknown account, unknown user and wrong password look and take the same:
 * `unauthenticated`. After five failures in a row the user is locked: `accountLocked`, which only tells who knows the
 * password, so that a lock reveals nothing about which users exist.
 */
export async function verifyCredentials({ account, user, password }: Credentials): Promise<{ userId: string }> {
  const found = await db().user.findFirst({
    where: user.id === undefined ? { name: user.name ?? "", account: accountWhere(account) } : { id: user.id },
    select: { id: true, passwordHash: true, enabled: true, lockedUntil: true, account: { select: { enabled: true } } },
  });
  const correct = await isPassword(found?.passwordHash, password);
  if (found === null || !found.enabled || !found.account.enabled) throw new AppError("unauthenticated");
  const locked = found.lockedUntil !== null && found.lockedUntil > new Date();
  if (locked) throw new AppError(correct ? "accountLocked" : "unauthenticated", correct ? { minutes: LOCK_OUT_MINUTES } : {});
  if (!correct) {
    await countFailure(found.id);
    throw new AppError("unauthenticated");
  }
  await assertUnlocked(found.id);
  return { userId: found.id };
}

function accountWhere(account: Credentials["account"]) {
  return account?.id === undefined ? { name: account?.name ?? "" } : { id: account.id };
}

/** Forgets earlier failures, unless a lock came while the password was being compared: many guesses sent at once are still guesses. */
async function assertUnlocked(userId: string): Promise<void> {
  const unlocked = { OR: [{ lockedUntil: null }, { lockedUntil: { lte: new Date() } }] };
  const { count } = await db().user.updateMany({ where: { id: userId, ...unlocked }, data: { failedSignIns: 0, lockedUntil: null } });
  if (count === 0) throw new AppError("accountLocked", { minutes: LOCK_OUT_MINUTES });
}

async function countFailure(userId: string): Promise<void> {
  const { failedSignIns } = await db().user.update({
    where: { id: userId },
    data: { failedSignIns: { increment: 1 } },
    select: { failedSignIns: true },
  });
  if (failedSignIns < SIGN_IN_ATTEMPTS_MAX) return;
  const lockedUntil = new Date(Date.now() + LOCK_OUT_MINUTES * 60_000);
  await db().user.update({ where: { id: userId }, data: { failedSignIns: 0, lockedUntil } });
}
