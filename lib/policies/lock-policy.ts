import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";

/** Loads a custom policy and holds it until the transaction ends. Errors: `notFound`. */
export async function lockPolicy(tx: Tx, policyId: string) {
  await tx.$queryRaw`SELECT 1 FROM "Policy" WHERE "id" = ${policyId}::uuid FOR UPDATE`;
  const policy = await tx.policy.findUnique({ where: { id: policyId } });
  if (policy === null) throw new AppError("notFound", { id: policyId });
  return policy;
}
