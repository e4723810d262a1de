import "server-only";
import { command } from "@/lib/platform/operation/command";
import { hexId } from "../hex-id";
import { hashPassword } from "../password";
import { createUserInput } from "../schemas";

/** Adds a user to the account; without grants it may do nothing (IAM-01). Errors: `nameTaken`. */
export const createUser = command({
  trace: "createUser",
  resourceType: "user",
  permission: "iam:users:create",
  input: createUserInput,
  constraints: { User_accountId_name_key: "nameTaken", "unique(accountId,name)": "nameTaken" },
  async run({ tx, scope, input, note }) {
    const id = hexId();
    await tx.user.create({ data: { id, accountId: scope.accountId, name: input.name, passwordHash: await hashPassword(input.password) } });
    note({ resourceId: id, resourceName: input.name });
    return { userId: id };
  },
});
