import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { KeyUsageView, KeyView } from "./model";

export const keyQueries = {
  all: (place: ConsolePlace) => ["keys", place.regionId, place.projectId] as const,
  list: (place: ConsolePlace) =>
    queryOptions({
      queryKey: [...keyQueries.all(place), "list"] as const,
      queryFn: ({ signal }) => readConsole<readonly KeyView[]>(consoleUrl(place, "keys"), signal),
      staleTime: 5_000,
    }),
  detail: (place: ConsolePlace, keyId: string) =>
    queryOptions({
      queryKey: [...keyQueries.all(place), "detail", keyId] as const,
      queryFn: ({ signal }) => readConsole<KeyView>(consoleUrl(place, `keys/${keyId}`), signal),
      staleTime: 5_000,
    }),
  usage: (place: ConsolePlace, keyId: string) =>
    queryOptions({
      queryKey: [...keyQueries.all(place), "usage", keyId] as const,
      queryFn: ({ signal }) => readConsole<KeyUsageView>(consoleUrl(place, `keys/${keyId}/usage`), signal),
      staleTime: 5_000,
    }),
};
