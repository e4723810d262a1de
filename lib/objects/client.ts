import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { BucketView, ObjectPage, ObjectView } from "./model";
import type { ObjectListFilter } from "./schemas";
import { toObjectSearch } from "./search";

export const objectQueries = {
  all: (place: ConsolePlace) => ["objects", place.regionId, place.projectId] as const,
  buckets: (place: ConsolePlace) =>
    queryOptions({
      queryKey: [...objectQueries.all(place), "buckets"] as const,
      queryFn: ({ signal }) => readConsole<readonly BucketView[]>(consoleUrl(place, "buckets"), signal),
      staleTime: 5_000,
    }),
  list: (place: ConsolePlace, filter: ObjectListFilter) =>
    queryOptions({
      queryKey: [...objectQueries.all(place), "list", filter] as const,
      queryFn: ({ signal }) =>
        readConsole<ObjectPage>(`${consoleUrl(place, `buckets/${filter.bucketId}/objects`)}?${toObjectSearch(filter)}`, signal),
      staleTime: 5_000,
    }),
  detail: (place: ConsolePlace, objectId: string) =>
    queryOptions({
      queryKey: [...objectQueries.all(place), "detail", objectId] as const,
      queryFn: ({ signal }) => readConsole<ObjectView>(consoleUrl(place, `objects/${objectId}`), signal),
      staleTime: 5_000,
    }),
};
