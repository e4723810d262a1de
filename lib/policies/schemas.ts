import { z } from "zod";
import { POLICY_DESCRIPTION_MAX_LENGTH, POLICY_DOCUMENT_MAX_LENGTH, POLICY_NAME_MAX_LENGTH } from "./constraints";

const POLICY_NAME_PATTERN = /^[\p{L}\p{N}][\p{L}\p{N}._@ -]*$/u;

const fields = {
  name: z.string().max(POLICY_NAME_MAX_LENGTH).regex(POLICY_NAME_PATTERN),
  description: z.string().max(POLICY_DESCRIPTION_MAX_LENGTH).default(""),
  /** JSON of version 1.1; what is wrong inside is told with its line. */
  document: z.string().max(POLICY_DOCUMENT_MAX_LENGTH),
};

export const createPolicyInput = z.object(fields);
export const updatePolicyInput = z.object({ policyId: z.uuid(), ...fields });
export const policyIdInput = z.object({ policyId: z.uuid() });
