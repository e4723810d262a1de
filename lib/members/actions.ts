"use server";

import { toAction } from "@/lib/platform/http/action";
import { addMembers } from "./commands/add-members";
import { removeMembers } from "./commands/remove-members";
import { updateMemberStatus } from "./commands/update-member-status";

export const addMembersAction = toAction(addMembers);
export const removeMembersAction = toAction(removeMembers);
export const updateMemberStatusAction = toAction(updateMemberStatus);
