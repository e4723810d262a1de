import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { TraceView } from "./model";

interface TracePage {
  readonly items: readonly TraceView[];
  readonly nextCursor: string | null;
}

export const traceQueries = {
  /** The newest events of one resource. */
  ofResource: (place: ConsolePlace, resourceId: string) =>
    queryOptions({
      queryKey: ["traces", place.regionId, place.projectId, resourceId] as const,
      queryFn: ({ signal }) => readConsole<TracePage>(consoleUrl(place, `traces?resourceId=${resourceId}&size=50`), signal),
      staleTime: 5_000,
    }),
};
