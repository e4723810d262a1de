import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { ImageDetailView, ImageRelations, ImageView, SelectionReview } from "./model";
import type { ImageListFilter, ImageSelection } from "./schemas";
import { toSearchParams } from "./search";

export interface ImagePage {
  readonly items: readonly ImageView[];
  /** Rows the filter matches. */
  readonly total: number;
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

export const imageQueries = {
  all: (place: ConsolePlace) => ["images", place.regionId, place.projectId] as const,
  list: (place: ConsolePlace, filter: ImageListFilter) =>
    queryOptions({
      queryKey: [...imageQueries.all(place), "list", filter] as const,
      queryFn: ({ signal }) =>
        readConsole<ImagePage>(`${consoleUrl(place, "images")}?type=${filter.type}&${toSearchParams(filter)}`, signal),
      staleTime: 5_000,
    }),
  detail: (place: ConsolePlace, imageId: string) =>
    queryOptions({
      queryKey: [...imageQueries.all(place), "detail", imageId] as const,
      queryFn: ({ signal }) => readConsole<ImageDetailView>(consoleUrl(place, `images/${imageId}`), signal),
      staleTime: 5_000,
    }),
  relations: (place: ConsolePlace, imageId: string) =>
    queryOptions({
      queryKey: [...imageQueries.all(place), "relations", imageId] as const,
      queryFn: ({ signal }) => readConsole<ImageRelations>(consoleUrl(place, `images/${imageId}/relations`), signal),
      staleTime: 10_000,
    }),
  /** What an act would do to the selected images; asked anew for every dialog. */
  review: (place: ConsolePlace, selection: ImageSelection, act: "delete" | "tag" | "protect" | "restore" | "purge") =>
    queryOptions({
      queryKey: [...imageQueries.all(place), "review", selection, act] as const,
      queryFn: ({ signal }) => readConsole<SelectionReview>(consoleUrl(place, "image-review"), signal, { selection, act }),
      staleTime: 0,
      gcTime: 0,
    }),
};

/** Where a browser fetches a list as CSV; answered outside Next by `handleImageList`. */
export function imageListPath(place: ConsolePlace, filter: ImageListFilter, locale: string): string {
  const query = toSearchParams({ ...filter, cursor: undefined, sort: "-createdAt", size: 20 });
  query.set("lang", locale);
  return `/image-lists/r/${encodeURIComponent(place.regionId)}/p/${encodeURIComponent(place.projectId)}/${filter.type}?${query}`;
}
