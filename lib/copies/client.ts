import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { CopyOptions } from "./model";

export const copyQueries = {
  options: (place: ConsolePlace, imageId: string) =>
    queryOptions({
      queryKey: ["copies", place.regionId, place.projectId, imageId] as const,
      queryFn: ({ signal }) => readConsole<CopyOptions>(consoleUrl(place, `images/${imageId}/copy-options`), signal),
      staleTime: 2_000,
    }),
};
