import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { AnyServerView, ServerView } from "./model";
import type { AnyServerListFilter, ServerListFilter } from "./schemas";
import { toAnySearchParams, toSearchParams } from "./search";

export interface ServerPage {
  readonly items: readonly ServerView[];
  readonly total: number;
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

export interface AnyServerPage extends Omit<ServerPage, "items"> {
  readonly items: readonly AnyServerView[];
}

export const serverQueries = {
  all: (place: ConsolePlace) => ["servers", place.regionId, place.projectId] as const,
  list: (place: ConsolePlace, filter: ServerListFilter) =>
    queryOptions({
      queryKey: [...serverQueries.all(place), "list", filter] as const,
      queryFn: ({ signal }) => readConsole<ServerPage>(`${consoleUrl(place, "servers")}?${toSearchParams(filter)}`, signal),
      staleTime: 5_000,
    }),
  /** Of every account, for the operator. */
  any: (place: ConsolePlace, filter: AnyServerListFilter) =>
    queryOptions({
      queryKey: [...serverQueries.all(place), "any", filter] as const,
      queryFn: ({ signal }) => readConsole<AnyServerPage>(`${consoleUrl(place, "servers/all")}?${toAnySearchParams(filter)}`, signal),
      staleTime: 5_000,
    }),
  detail: (place: ConsolePlace, serverId: string) =>
    queryOptions({
      queryKey: [...serverQueries.all(place), "detail", serverId] as const,
      queryFn: ({ signal }) => readConsole<ServerView>(consoleUrl(place, `servers/${serverId}`), signal),
      staleTime: 5_000,
    }),
};
