import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { DraftView } from "./model";

export const draftQueries = {
  list: (place: ConsolePlace) =>
    queryOptions({
      queryKey: ["drafts", place.regionId, place.projectId] as const,
      queryFn: ({ signal }) => readConsole<readonly DraftView[]>(consoleUrl(place, "drafts"), signal),
      staleTime: 5_000,
    }),
};
