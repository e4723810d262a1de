import "server-only";
import { command } from "@/lib/platform/operation/command";
import { lockGroup } from "../lock-group";
import { groupIdInput } from "../schemas";

/** Deletes a group with its grants; its users stay, without what the group gave them. Errors: `notFound`. */
export const deleteGroup = command({
  trace: "deleteGroup",
  resourceType: "group",
  permission: "iam:groups:delete",
  input: groupIdInput,
  resource: (tx, { groupId }) => lockGroup(tx, groupId),
  async run({ tx, resource: group, note }) {
    await tx.group.delete({ where: { id: group.id } });
    note({ grants: group.grants.length });
  },
});
