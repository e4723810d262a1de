import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { PredefinedTag, TagUse } from "./model";

export const tagQueries = {
  predefined: (place: ConsolePlace) =>
    queryOptions({
      queryKey: ["tags", "predefined"] as const,
      queryFn: ({ signal }) => readConsole<readonly PredefinedTag[]>(consoleUrl(place, "tags"), signal),
      staleTime: 30_000,
    }),
  uses: (place: ConsolePlace) =>
    queryOptions({
      queryKey: ["tags", "uses"] as const,
      queryFn: ({ signal }) => readConsole<readonly TagUse[]>(consoleUrl(place, "tag-uses"), signal),
      staleTime: 10_000,
    }),
};
