"use server";

import { toAction } from "@/lib/platform/http/action";
import { createBackup } from "./commands/create-backup";
import { createVault } from "./commands/create-vault";
import { createWholeImage } from "./commands/create-whole-image";
import { deleteBackup } from "./commands/delete-backup";
import { deleteVault } from "./commands/delete-vault";
import { resizeVault } from "./commands/resize-vault";
import { restoreBackup } from "./commands/restore-backup";

export const createBackupAction = toAction(createBackup);
export const createVaultAction = toAction(createVault);
export const createWholeImageAction = toAction(createWholeImage);
export const deleteBackupAction = toAction(deleteBackup);
export const deleteVaultAction = toAction(deleteVault);
export const resizeVaultAction = toAction(resizeVault);
export const restoreBackupAction = toAction(restoreBackup);
