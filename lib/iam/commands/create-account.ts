import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { insertAccount } from "../insert-account";
import { hashPassword } from "../password";
import { createAccountInput } from "../schemas";

/** Opens a tenant account with its owner user. Only for the platform's operators. Errors: `nameTaken`. */
export const createAccount = command({
  trace: "createAccount",
  resourceType: "account",
  permission: "iam:accounts:create",
  input: createAccountInput,
  constraints: { Account_name_key: "nameTaken", "unique(name)": "nameTaken" },
  async run({ tx, actor, input, note }) {
    if (!actor.operator) throw new AppError("permissionDenied", { action: "iam:accounts:create" });
    const { id } = await insertAccount(tx, {
      name: input.name,
      ownerName: input.ownerName,
      ownerPasswordHash: await hashPassword(input.password),
    });
    note({ resourceId: id, resourceName: input.name });
    return { accountId: id };
  },
});
