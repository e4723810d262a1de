"use client";

import { useRouter } from "next/navigation";

/** What every filter of a list has in the address. */
export interface Paged {
  readonly size: number;
  readonly cursor?: string | undefined;
}

/** Filter and page of a list as the address holds them, and the ways to change it. */
export interface ListAddress<Filter extends Paged> {
  readonly filter: Filter;
  /** Something is filtered, so that an empty list is not an empty project. */
  readonly isFiltered: boolean;
  /** The page is not as long as pages of this list usually are. */
  readonly isSizeChosen: boolean;
  /** Link to the list with a change: at its first page, unless the change is another one. */
  readonly href: (next: Partial<Filter>) => string;
  /** Goes there without a step in the history: going back leads out of the list. */
  readonly go: (next: Partial<Filter>) => void;
  readonly clear: () => void;
}

/** Filter, page size and page live in the address alone: links, reloads and the back button find the same rows. */
export function useListAddress<Filter extends Paged>(filter: Filter, toSearch: (filter: Filter) => URLSearchParams): ListAddress<Filter> {
  const router = useRouter();
  const href = (next: Partial<Filter>) => `?${toSearch({ ...filter, cursor: undefined, ...next })}`;
  const said = toSearch({ ...filter, cursor: undefined });
  const isSizeChosen = said.has("size");
  said.delete("size");
  const replace = (to: string) => router.replace(to, { scroll: false });
  return {
    filter,
    isFiltered: said.size > 0,
    isSizeChosen,
    href,
    go: (next) => replace(href(next)),
    clear: () => replace("?"),
  };
}
