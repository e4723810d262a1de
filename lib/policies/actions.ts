"use server";

import { toAction } from "@/lib/platform/http/action";
import { createPolicy } from "./commands/create-policy";
import { deletePolicy } from "./commands/delete-policy";
import { updatePolicy } from "./commands/update-policy";

export const createPolicyAction = toAction(createPolicy);
export const deletePolicyAction = toAction(deletePolicy);
export const updatePolicyAction = toAction(updatePolicy);
