import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { JobView } from "./model";
import type { JobListFilter } from "./schemas";
import { toSearchParams } from "./search";

export interface JobPage {
  readonly items: readonly JobView[];
  readonly total: number;
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

export const jobQueries = {
  all: (place: ConsolePlace) => ["jobs", place.regionId, place.projectId] as const,
  list: (place: ConsolePlace, filter: JobListFilter) =>
    queryOptions({
      queryKey: [...jobQueries.all(place), "list", filter] as const,
      queryFn: ({ signal }) => readConsole<JobPage>(`${consoleUrl(place, "jobs")}?${toSearchParams(filter)}`, signal),
      staleTime: 2_000,
    }),
};
