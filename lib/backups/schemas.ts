import { z } from "zod";
import { madeImageFields } from "@/lib/images/schemas";
import { BACKUP_NAME_PATTERN, VAULT_MAX_GB, VAULT_MIN_GB } from "./constraints";
import { BACKUP_KINDS } from "./model";

const name = z.string().regex(BACKUP_NAME_PATTERN, "backupName");
const capacityGb = z.number("vaultSize").int("vaultSize").min(VAULT_MIN_GB, "vaultSize").max(VAULT_MAX_GB, "vaultSize");

export const createVaultInput = z.object({ name, kind: z.enum(BACKUP_KINDS).default("cbr"), capacityGb });
export const vaultIdInput = z.object({ vaultId: z.uuid() });
export const resizeVaultInput = vaultIdInput.extend({ capacityGb });

export const createBackupInput = z.object({ serverId: z.uuid(), vaultId: z.uuid("vaultRequired"), name });
export const backupIdInput = z.object({ backupId: z.uuid() });

/** Of a backup, or of a server, of which a backup is made first in the vault named (AMB-24). */
export const createWholeImageInput = madeImageFields
  .extend({ backupId: z.uuid().optional(), serverId: z.uuid().optional(), vaultId: z.uuid().optional() })
  .refine(({ backupId, serverId }) => (backupId === undefined) !== (serverId === undefined), {
    path: ["backupId"],
    error: "sourceRequired",
  })
  .refine(({ serverId, vaultId }) => serverId === undefined || vaultId !== undefined, { path: ["vaultId"], error: "vaultRequired" });

export const backupListInput = z.object({
  q: z.string().trim().max(64).default(""),
  kind: z.enum(BACKUP_KINDS).optional(),
  serverId: z.uuid().optional(),
  vaultId: z.uuid().optional(),
  size: z.union([z.literal(20), z.literal(50), z.literal(100)]).default(20),
  cursor: z.string().max(512).optional(),
});
export type BackupListFilter = z.output<typeof backupListInput>;

/** Reads a filter from URL parameters; what is wrong becomes its default. */
export function parseBackupSearch(search: Readonly<Record<string, string | string[] | undefined>>): BackupListFilter {
  const one = (key: string) => [search[key]].flat()[0];
  const { shape } = backupListInput;
  return {
    q: shape.q.catch("").parse(one("q")),
    kind: shape.kind.catch(undefined).parse(one("kind")),
    serverId: shape.serverId.catch(undefined).parse(one("server")),
    vaultId: shape.vaultId.catch(undefined).parse(one("vault")),
    size: shape.size.catch(20).parse(Number(one("size") ?? 20)),
    cursor: shape.cursor.catch(undefined).parse(one("cursor")),
  };
}
