import type { BackupListFilter } from "./schemas";

/** The list as a picker reads it: as many as one page holds. */
export function wholeBackupList(): BackupListFilter {
  return { q: "", size: 100 };
}

/** The filter in the address: only what differs from the default appears. */
export function toSearchParams({ q, kind, serverId, vaultId, size, cursor }: BackupListFilter): URLSearchParams {
  return new URLSearchParams({
    ...(q === "" ? {} : { q }),
    ...(kind === undefined ? {} : { kind }),
    ...(serverId === undefined ? {} : { server: serverId }),
    ...(vaultId === undefined ? {} : { vault: vaultId }),
    ...(size === 20 ? {} : { size: String(size) }),
    ...(cursor === undefined ? {} : { cursor }),
  });
}
