import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { UploadView } from "./model";

export const uploadQueries = {
  all: (place: ConsolePlace) => ["uploads", place.regionId, place.projectId] as const,
  list: (place: ConsolePlace) =>
    queryOptions({
      queryKey: [...uploadQueries.all(place), "list"] as const,
      queryFn: ({ signal }) => readConsole<readonly UploadView[]>(consoleUrl(place, "uploads"), signal),
      staleTime: 5_000,
    }),
};
