import { aBackup, aVault } from "../backup-records";
import { aServer } from "../server-records";
import { type Case, type Cases, listingOf } from "./case";

const ofAVault = (more: object = {}): Case => ({
  stranger: "notFound",
  input: async (actor) => ({ vaultId: await aVault(actor), ...more }),
});
const ofABackup = (more: object = {}): Case => ({
  stranger: "notFound",
  input: async (actor) => ({ backupId: await aBackup(actor), ...more }),
});

export const BACKUP_CASES: Cases = {
  "backups/create-backup": {
    stranger: "notFound",
    input: async (actor) => ({ serverId: await aServer(actor), vaultId: await aVault(actor), name: "nightly" }),
  },
  "backups/create-vault": { stranger: "own", input: async () => ({ name: "vault", capacityGb: 100 }) },
  "backups/create-whole-image": ofABackup({ name: "whole" }),
  "backups/delete-backup": ofABackup(),
  "backups/delete-vault": ofAVault(),
  "backups/list-backups": listingOf(aBackup),
  "backups/list-vaults": listingOf(aVault),
  "backups/resize-vault": ofAVault({ capacityGb: 20 }),
  "backups/restore-backup": ofABackup(),
};
