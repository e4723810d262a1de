import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { PriceList } from "./model";

export const priceQueries = {
  /** Prices change with the configuration of the service, not while somebody looks. */
  list: (place: ConsolePlace) =>
    queryOptions({
      queryKey: ["prices", place.regionId, place.projectId] as const,
      queryFn: ({ signal }) => readConsole<PriceList>(consoleUrl(place, "prices"), signal),
      staleTime: 3_600_000,
    }),
};
