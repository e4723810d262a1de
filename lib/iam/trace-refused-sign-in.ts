import "server-only";
import { db } from "@/lib/platform/db/client";
import { isAppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { writeTrace } from "@/lib/platform/operation/audit";
import type { RequestInfo } from "@/lib/platform/operation/load-actor";

/** Records a sign-in that was refused, under the account it named if there is one. Errors that are no refusal leave no trace. */
export async function traceRefusedSignIn(
  attempt: { readonly account?: string; readonly user: string },
  info: RequestInfo,
  error: unknown,
): Promise<void> {
  if (!isAppError(error)) return;
  const account =
    attempt.account === undefined ? null : await db().account.findUnique({ where: { name: attempt.account }, select: { id: true } });
  const actor: Actor = {
    userId: "",
    userName: attempt.user.slice(0, 64),
    accountId: account?.id ?? "",
    accountName: "",
    accountOwner: false,
    operator: false,
    statements: [],
    ...info,
  };
  await db().$transaction((tx) =>
    writeTrace(tx, { actor, trace: "login", resourceType: "user", outcome: "refused", code: error.code, detail: {} }),
  );
}
