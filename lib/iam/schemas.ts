import { z } from "zod";
import { NAME_PATTERN, PASSWORD_MIN_LENGTH } from "./constraints";

const name = z.string().regex(NAME_PATTERN);
const password = z.string().min(PASSWORD_MIN_LENGTH).max(256);

export const createAccountInput = z.object({ name, ownerName: name, password });
export const createUserInput = z.object({ name, password });
export const createGroupInput = z.object({ name });
export const groupMemberInput = z.object({ groupId: z.uuid(), userId: z.string().length(32) });
/** `projectId` null: all projects of the account. */
export const createGrantInput = z.object({ groupId: z.uuid(), permission: z.string().min(1), projectId: z.string().length(32).nullable() });
export const deleteGrantInput = z.object({ grantId: z.uuid() });
export const userIdInput = z.object({ userId: z.string().length(32) });
