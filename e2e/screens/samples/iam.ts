import { randomUUID } from "node:crypto";
import { hexId } from "@/lib/iam/hex-id";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { projectOf } from "@/lib/testing/factories";

const POLICIES = [
  ["use-without-delete", "Developers use images but delete none", { Effect: "Deny", Action: ["ims:images:delete"] }],
  [
    "clean-up-test-images",
    "Deletes what carries env=test",
    {
      Effect: "Allow",
      Action: ["ims:images:delete", "ims:images:get"],
      Condition: { StringEquals: { "g:ResourceTag/env": ["test"] } },
    },
  ],
] as const;

/** Users, groups and policies of a small team. Answers the id of a policy. */
export async function layOutIam({ accountId, ...owner }: Actor): Promise<string> {
  const projectId = projectOf({ accountId, ...owner }).id;
  const policies = POLICIES.map(([name, description, statement]) => {
    const document = JSON.stringify({ Version: "1.1", Statement: [statement] }, null, 2);
    return { id: randomUUID(), accountId, name, description, document };
  });
  await db().policy.createMany({ data: policies });
  const users = ["chen.jing", "li.wei", "maria.keller"].map((name, index) => ({
    ...{ id: hexId(), accountId, name, passwordHash: "-" },
    enabled: index < 2,
  }));
  await db().user.createMany({ data: users });
  const [first, second] = policies;
  const groups = [
    { name: "developers", members: users.slice(0, 2), grants: [{ permission: "IMS FullAccess" }, { policyId: first?.id ?? null }] },
    {
      name: "operations",
      members: users.slice(1),
      grants: [{ permission: "IMS ReadOnlyAccess", projectId }, { policyId: second?.id ?? null }],
    },
  ];
  for (const { name, members, grants } of groups)
    await db().group.create({
      data: {
        ...{ id: randomUUID(), accountId, name },
        members: { create: members.map(({ id: userId }) => ({ userId })) },
        grants: { create: grants.map((grant) => ({ id: randomUUID(), ...grant })) },
      },
    });
  return second?.id ?? "";
}
