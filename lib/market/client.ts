import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { ListingView, MarketItem, ReviewItem } from "./model";
import type { MarketListFilter } from "./schemas";
import { toSearchParams } from "./search";

export interface MarketPage {
  readonly items: readonly MarketItem[];
  readonly total: number;
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

export const marketQueries = {
  all: (place: ConsolePlace) => ["market", place.regionId, place.projectId] as const,
  list: (place: ConsolePlace, filter: MarketListFilter) =>
    queryOptions({
      queryKey: [...marketQueries.all(place), "list", filter] as const,
      queryFn: ({ signal }) => readConsole<MarketPage>(`${consoleUrl(place, "market")}?${toSearchParams(filter)}`, signal),
      staleTime: 5_000,
    }),
  listing: (place: ConsolePlace, imageId: string) =>
    queryOptions({
      queryKey: [...marketQueries.all(place), "listing", imageId] as const,
      queryFn: ({ signal }) => readConsole<ListingView | null>(consoleUrl(place, `images/${imageId}/listing`), signal),
      staleTime: 5_000,
    }),
  reviews: (place: ConsolePlace) =>
    queryOptions({
      queryKey: [...marketQueries.all(place), "reviews"] as const,
      queryFn: ({ signal }) => readConsole<readonly ReviewItem[]>(consoleUrl(place, "market/reviews"), signal),
      staleTime: 5_000,
    }),
};
