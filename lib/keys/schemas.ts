import { z } from "zod";
import {
  DELETION_MAX_DAYS,
  DELETION_MIN_DAYS,
  KEY_DESCRIPTION_MAX_LENGTH,
  KEY_NAME_MAX_LENGTH,
  KEY_NAME_PATTERN,
  RESERVED_NAME_END,
} from "./constraints";

export const keyName = z
  .string()
  .min(1, "keyNameLength")
  .max(KEY_NAME_MAX_LENGTH, "keyNameLength")
  .regex(KEY_NAME_PATTERN, "keyNameCharacters")
  .refine((name) => !name.endsWith(RESERVED_NAME_END), "keyNameReserved");

export const createKeyInput = z.object({
  name: keyName,
  description: z.string().max(KEY_DESCRIPTION_MAX_LENGTH, "keyDescriptionLength").default(""),
});

export const keyIdInput = z.object({ keyId: z.uuid() });

export const scheduleKeyDeletionInput = keyIdInput.extend({
  days: z.int("deletionDays").min(DELETION_MIN_DAYS, "deletionDays").max(DELETION_MAX_DAYS, "deletionDays"),
});
