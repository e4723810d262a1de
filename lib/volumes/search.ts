import type { VolumeListFilter } from "./schemas";

/** The filter in the address: only what differs from the default appears. */
export function toSearchParams({ q, tags, size, cursor }: VolumeListFilter): URLSearchParams {
  return new URLSearchParams({
    ...(q === "" ? {} : { q }),
    ...(tags.length === 0 ? {} : { tags: tags.join(",") }),
    ...(size === 20 ? {} : { size: String(size) }),
    ...(cursor === undefined ? {} : { cursor }),
  });
}
