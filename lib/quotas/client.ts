import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { QuotaView } from "./model";

export const quotaQueries = {
  current: (place: ConsolePlace) =>
    queryOptions({
      queryKey: ["quota", place.regionId, place.projectId] as const,
      queryFn: ({ signal }) => readConsole<QuotaView>(consoleUrl(place, "quota"), signal),
      staleTime: 5_000,
    }),
};
