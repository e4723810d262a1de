import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { ProjectQuotaView, QuotaRequestView, QuotaView } from "./model";

export const quotaQueries = {
  current: (place: ConsolePlace) =>
    queryOptions({
      queryKey: ["quota", place.regionId, place.projectId] as const,
      queryFn: ({ signal }) => readConsole<QuotaView>(consoleUrl(place, "quota"), signal),
      staleTime: 5_000,
    }),
  /** `all`: of every account, for the operator. */
  requests: (place: ConsolePlace, all: boolean) =>
    queryOptions({
      queryKey: ["quotaRequests", place.regionId, place.projectId, all] as const,
      queryFn: ({ signal }) => readConsole<readonly QuotaRequestView[]>(consoleUrl(place, `quota-requests?all=${all}`), signal),
      staleTime: 5_000,
    }),
  projects: (place: ConsolePlace, q: string) =>
    queryOptions({
      queryKey: ["projectQuotas", place.regionId, place.projectId, q] as const,
      queryFn: ({ signal }) =>
        readConsole<readonly ProjectQuotaView[]>(consoleUrl(place, `project-quotas?q=${encodeURIComponent(q)}`), signal),
      staleTime: 5_000,
    }),
};
