import "server-only";
import { command } from "@/lib/platform/operation/command";
import { lockGroup } from "../lock-group";
import { groupMemberInput } from "../schemas";

/** Takes a user out of a group; the group's permissions end for it at its next request (IAM-02). */
export const removeGroupMember = command({
  trace: "removeGroupMember",
  resourceType: "group",
  permission: "iam:groups:update",
  input: groupMemberInput,
  resource: (tx, { groupId }) => lockGroup(tx, groupId),
  async run({ tx, input, note }) {
    await tx.groupMember.deleteMany({ where: { groupId: input.groupId, userId: input.userId } });
    note({ user: input.userId });
  },
});
