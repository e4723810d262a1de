import type { AnyServerListFilter, ServerListFilter } from "./schemas";

/** The list as a picker reads it: as many as one page holds. */
export function wholeServerList(): ServerListFilter {
  return { q: "", tags: [], size: 100 };
}

/** The filter in the address: only what differs from the default appears. */
export function toSearchParams({ q, kind, tags, size, cursor }: ServerListFilter): URLSearchParams {
  return new URLSearchParams({
    ...(q === "" ? {} : { q }),
    ...(kind === undefined ? {} : { kind }),
    ...(tags.length === 0 ? {} : { tags: tags.join(",") }),
    ...(size === 20 ? {} : { size: String(size) }),
    ...(cursor === undefined ? {} : { cursor }),
  });
}

/** The inverse of `parseAnyServerSearch`: only what differs from the default appears. */
export function toAnySearchParams({ frozen, ...filter }: AnyServerListFilter): URLSearchParams {
  const params = toSearchParams(filter);
  if (frozen) params.set("frozen", "true");
  return params;
}
