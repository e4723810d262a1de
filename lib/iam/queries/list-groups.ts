import "server-only";
import { z } from "zod";
import { query } from "@/lib/platform/operation/query";
import type { GroupView } from "../model";

/** The user groups of the account by name, with their users and what they were granted. */
export const listGroups = query({
  permission: "iam:groups:list",
  input: z.object({}),
  async run({ db, scope: { accountId } }): Promise<readonly GroupView[]> {
    const rows = await db.group.findMany({
      where: { accountId },
      orderBy: { name: "asc" },
      select: {
        ...{ id: true, name: true, createdAt: true },
        members: { select: { user: { select: { id: true, name: true } } }, orderBy: { user: { name: "asc" } } },
        grants: {
          select: { id: true, permission: true, policy: { select: { id: true, name: true } }, project: { select: { regionId: true } } },
          orderBy: { createdAt: "asc" },
        },
      },
    });
    return rows.map(({ members, grants, createdAt, ...group }) => ({
      ...group,
      members: members.map(({ user }) => user),
      grants: grants.map(({ id, permission, policy, project }) => ({
        id,
        name: policy?.name ?? permission ?? "",
        policyId: policy?.id ?? null,
        regionId: project?.regionId ?? null,
      })),
      createdAt: createdAt.toISOString(),
    }));
  },
});
