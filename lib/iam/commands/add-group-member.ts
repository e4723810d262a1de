import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { lockGroup } from "../lock-group";
import { groupMemberInput } from "../schemas";

/** Puts a user of the account into a group; it then has the group's permissions (IAM-02). Adding twice is not an error. */
export const addGroupMember = command({
  trace: "addGroupMember",
  resourceType: "group",
  permission: "iam:groups:update",
  input: groupMemberInput,
  resource: (tx, { groupId }) => lockGroup(tx, groupId),
  async run({ tx, scope, input, note }) {
    const user = await tx.user.findFirst({ where: { id: input.userId, accountId: scope.accountId }, select: { name: true } });
    if (user === null) throw new AppError("notFound", { id: input.userId });
    await tx.groupMember.createMany({ data: [{ groupId: input.groupId, userId: input.userId }], skipDuplicates: true });
    note({ user: user.name });
  },
});
