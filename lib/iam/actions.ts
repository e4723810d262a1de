"use server";

import { toAction } from "@/lib/platform/http/action";
import { addGroupMember } from "./commands/add-group-member";
import { createAccount } from "./commands/create-account";
import { createAgency } from "./commands/create-agency";
import { createGrant } from "./commands/create-grant";
import { createGroup } from "./commands/create-group";
import { createUser } from "./commands/create-user";
import { deleteGrant } from "./commands/delete-grant";
import { deleteGroup } from "./commands/delete-group";
import { removeGroupMember } from "./commands/remove-group-member";
import { revokeSessions } from "./commands/revoke-sessions";
import { setUserEnabled } from "./commands/set-user-enabled";

export const addGroupMemberAction = toAction(addGroupMember);
export const createAccountAction = toAction(createAccount);
export const createAgencyAction = toAction(createAgency);
export const createGrantAction = toAction(createGrant);
export const createGroupAction = toAction(createGroup);
export const createUserAction = toAction(createUser);
export const deleteGrantAction = toAction(deleteGrant);
export const deleteGroupAction = toAction(deleteGroup);
export const removeGroupMemberAction = toAction(removeGroupMember);
export const revokeSessionsAction = toAction(revokeSessions);
export const setUserEnabledAction = toAction(setUserEnabled);
