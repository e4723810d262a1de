import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { MemberView, ReceivedView, WaitingShares } from "./model";
import type { ReceivedListFilter } from "./schemas";
import { toSearchParams } from "./search";

export interface ReceivedPage {
  readonly items: readonly ReceivedView[];
  readonly total: number;
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

export const memberQueries = {
  all: (place: ConsolePlace) => ["members", place.regionId, place.projectId] as const,
  ofImage: (place: ConsolePlace, imageId: string) =>
    queryOptions({
      queryKey: [...memberQueries.all(place), "image", imageId] as const,
      queryFn: ({ signal }) => readConsole<readonly MemberView[]>(consoleUrl(place, `images/${imageId}/members`), signal),
      staleTime: 5_000,
    }),
  received: (place: ConsolePlace, filter: ReceivedListFilter) =>
    queryOptions({
      queryKey: [...memberQueries.all(place), "received", filter] as const,
      queryFn: ({ signal }) =>
        readConsole<ReceivedPage>(`${consoleUrl(place, "shares")}?status=${filter.status}&${toSearchParams(filter)}`, signal),
      staleTime: 5_000,
    }),
  waiting: (place: ConsolePlace) =>
    queryOptions({
      queryKey: [...memberQueries.all(place), "waiting"] as const,
      queryFn: ({ signal }) => readConsole<readonly WaitingShares[]>(consoleUrl(place, "shares/waiting"), signal),
      staleTime: 5_000,
    }),
};
