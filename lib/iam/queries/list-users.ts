import "server-only";
import { z } from "zod";
import { query } from "@/lib/platform/operation/query";
import type { UserView } from "../model";

/** The users of the account: the one it was opened with first, then by name. */
export const listUsers = query({
  permission: "iam:users:list",
  input: z.object({}),
  async run({ db, scope: { accountId } }): Promise<readonly UserView[]> {
    const rows = await db.user.findMany({
      where: { accountId },
      orderBy: [{ accountOwner: "desc" }, { name: "asc" }],
      select: {
        ...{ id: true, name: true, accountOwner: true, enabled: true, createdAt: true },
        memberships: { select: { group: { select: { name: true } } } },
        sessions: { select: { createdAt: true }, orderBy: { createdAt: "desc" }, take: 1 },
      },
    });
    return rows.map(({ memberships, sessions, createdAt, ...user }) => ({
      ...user,
      groups: memberships.map(({ group }) => group.name).sort(),
      lastSignInAt: sessions[0]?.createdAt.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
    }));
  },
});
