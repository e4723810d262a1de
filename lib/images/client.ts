import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { ImageView } from "./model";
import { type ImageListFilter, toSearchParams } from "./schemas";

export interface ImagePage {
  readonly items: readonly ImageView[];
  /** Rows the filter matches, counted up to a bound; `more` tells that there are beyond. */
  readonly total: number;
  readonly more: boolean;
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

export const imageQueries = {
  all: (place: ConsolePlace) => ["images", place.regionId, place.projectId] as const,
  list: (place: ConsolePlace, filter: ImageListFilter) =>
    queryOptions({
      queryKey: [...imageQueries.all(place), "list", filter] as const,
      queryFn: ({ signal }) => readConsole<ImagePage>(`${consoleUrl(place, "images")}?type=${filter.type}&${toSearchParams(filter)}`, signal),
      staleTime: 5_000,
    }),
  detail: (place: ConsolePlace, imageId: string) =>
    queryOptions({
      queryKey: [...imageQueries.all(place), "detail", imageId] as const,
      queryFn: ({ signal }) => readConsole<ImageView>(consoleUrl(place, `images/${imageId}`), signal),
      staleTime: 5_000,
    }),
};
