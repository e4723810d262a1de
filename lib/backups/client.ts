import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { BackupView, VaultView } from "./model";
import type { BackupListFilter } from "./schemas";
import { toSearchParams } from "./search";

export interface BackupPage {
  readonly items: readonly BackupView[];
  readonly total: number;
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

export const backupQueries = {
  all: (place: ConsolePlace) => ["backups", place.regionId, place.projectId] as const,
  list: (place: ConsolePlace, filter: BackupListFilter) =>
    queryOptions({
      queryKey: [...backupQueries.all(place), "list", filter] as const,
      queryFn: ({ signal }) => readConsole<BackupPage>(`${consoleUrl(place, "backups")}?${toSearchParams(filter)}`, signal),
      staleTime: 5_000,
    }),
  vaults: (place: ConsolePlace) =>
    queryOptions({
      queryKey: [...backupQueries.all(place), "vaults"] as const,
      queryFn: ({ signal }) => readConsole<readonly VaultView[]>(consoleUrl(place, "vaults"), signal),
      staleTime: 5_000,
    }),
};
