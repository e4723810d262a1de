import "server-only";
import { randomUUID } from "node:crypto";
import { command } from "@/lib/platform/operation/command";
import { createGroupInput } from "../schemas";

/** Adds a user group, to which permissions are granted (IAM-02). Errors: `nameTaken`. */
export const createGroup = command({
  trace: "createGroup",
  resourceType: "group",
  permission: "iam:groups:create",
  input: createGroupInput,
  constraints: { Group_accountId_name_key: "nameTaken", "unique(accountId,name)": "nameTaken" },
  async run({ tx, scope, input, note }) {
    const id = randomUUID();
    await tx.group.create({ data: { id, accountId: scope.accountId, name: input.name } });
    note({ resourceId: id, resourceName: input.name });
    return { groupId: id };
  },
});
