"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { savePreferenceAction } from "@/lib/preferences/actions";
import { preferenceQueries } from "@/lib/preferences/client";
import type { ListPreference } from "@/lib/preferences/model";
import type { PreferenceName } from "@/lib/preferences/schemas";
import { useFailureToast } from "../../console/use-failure-toast";

/** How the user likes a list, and a way to change it: shown at once, kept on the server. */
export function useListPreference(place: ConsolePlace, name: PreferenceName): [ListPreference, (change: ListPreference) => void] {
  const client = useQueryClient();
  const failed = useFailureToast();
  const options = preferenceQueries.list(place, name);
  const { data = {} } = useQuery({ ...options, retry: false });
  const change = (next: ListPreference) => {
    const value = { ...data, ...next };
    client.setQueryData(options.queryKey, value);
    void savePreferenceAction(place, {
      name,
      value: { columns: mutable(value.columns), filters: value.filters?.map((filter) => ({ ...filter })) },
    }).then((result) => (result.ok ? undefined : failed(result.error)));
  };
  return [data, change];
}

function mutable(list: readonly string[] | undefined): string[] | undefined {
  return list === undefined ? undefined : [...list];
}
