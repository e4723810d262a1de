import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { PolicyView } from "./model";

export const policySelect = {
  id: true,
  name: true,
  description: true,
  document: true,
  updatedAt: true,
  grants: { select: { group: { select: { name: true } } } },
} satisfies Prisma.PolicySelect;

type PolicyRow = Prisma.PolicyGetPayload<{ select: typeof policySelect }>;

export function toPolicyView({ grants, updatedAt, ...policy }: PolicyRow): PolicyView {
  const groups = [...new Set(grants.map(({ group }) => group.name))].sort();
  return { ...policy, groups, updatedAt: updatedAt.toISOString() };
}
