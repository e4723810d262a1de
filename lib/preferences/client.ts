import { queryOptions } from "@tanstack/react-query";
import { type ConsolePlace, consoleUrl, readConsole } from "@/lib/platform/browser/read-console";
import type { ListPreference } from "./model";
import type { PreferenceName } from "./schemas";

export const preferenceQueries = {
  /** One user's, the same in every region. */
  list: (place: ConsolePlace, name: PreferenceName) =>
    queryOptions({
      queryKey: ["preference", name] as const,
      queryFn: ({ signal }) => readConsole<ListPreference>(consoleUrl(place, `preferences/${name}`), signal),
      staleTime: 60_000,
    }),
};
