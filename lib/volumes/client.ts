import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { ListedVolume } from "./model";
import type { VolumeListFilter } from "./schemas";
import { toSearchParams } from "./search";

export interface VolumePage {
  readonly items: readonly ListedVolume[];
  readonly total: number;
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

export const volumeQueries = {
  all: (place: ConsolePlace) => ["volumes", place.regionId, place.projectId] as const,
  list: (place: ConsolePlace, filter: VolumeListFilter) =>
    queryOptions({
      queryKey: [...volumeQueries.all(place), "list", filter] as const,
      queryFn: ({ signal }) => readConsole<VolumePage>(`${consoleUrl(place, "volumes")}?${toSearchParams(filter)}`, signal),
      staleTime: 5_000,
    }),
};
