import { z } from "zod";
import { NAME_PATTERN, PASSWORD_MIN_LENGTH } from "./constraints";

const name = z.string().regex(NAME_PATTERN);
const password = z.string().min(PASSWORD_MIN_LENGTH).max(256);

export const createAccountInput = z.object({ name, ownerName: name, password });
export const createUserInput = z.object({ name, password });
export const createGroupInput = z.object({ name });
export const groupMemberInput = z.object({ groupId: z.uuid(), userId: z.string().length(32) });
/** A system permission by its name, or a custom policy. `projectId` null: all projects of the account. */
export const createGrantInput = z
  .object({
    groupId: z.uuid(),
    permission: z.string().min(1).optional(),
    policyId: z.uuid().optional(),
    projectId: z.string().length(32).nullable(),
  })
  .refine(({ permission, policyId }) => (permission === undefined) !== (policyId === undefined), "permission or policyId, not both");
export const deleteGrantInput = z.object({ grantId: z.uuid() });
export const groupIdInput = z.object({ groupId: z.uuid() });
export const setUserEnabledInput = z.object({ userId: z.string().length(32), enabled: z.boolean() });
export const userIdInput = z.object({ userId: z.string().length(32) });
/** What an agency may hold: the roles that let the image service write images. */
export const AGENCY_PERMISSIONS = ["IMS Administrator", "IMS FullAccess"] as const;
export const createAgencyInput = z.object({
  name,
  projectId: z.string().length(32),
  permission: z.enum(AGENCY_PERMISSIONS).default("IMS Administrator"),
});
