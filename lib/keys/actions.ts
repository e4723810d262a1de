"use server";
import { toAction } from "@/lib/platform/http/action";
import { cancelKeyDeletion } from "./commands/cancel-key-deletion";
import { createKey } from "./commands/create-key";
import { disableKey } from "./commands/disable-key";
import { enableKey } from "./commands/enable-key";
import { rotateKey } from "./commands/rotate-key";
import { scheduleKeyDeletion } from "./commands/schedule-key-deletion";

export const cancelKeyDeletionAction = toAction(cancelKeyDeletion);
export const createKeyAction = toAction(createKey);
export const disableKeyAction = toAction(disableKey);
export const enableKeyAction = toAction(enableKey);
export const rotateKeyAction = toAction(rotateKey);
export const scheduleKeyDeletionAction = toAction(scheduleKeyDeletion);
