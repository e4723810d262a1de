import type { ImageType } from "./model";
import type { ImageListFilter } from "./schemas";

/** The list of one type as it first opens. */
export function wholeList(type: ImageType): ImageListFilter {
  return { type, q: "", tags: [], bin: false, sort: "-createdAt", size: 20 };
}

/** The inverse of `parseImageSearch`: only what differs from the default appears. */
export function toSearchParams(filter: ImageListFilter): URLSearchParams {
  const { type: _type, size, sort, tags, bin, encrypted, ...rest } = filter;
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(rest)) if (value !== undefined && value !== "") params.set(key, value);
  if (tags.length > 0) params.set("tags", tags.join(","));
  if (encrypted !== undefined) params.set("encrypted", String(encrypted));
  if (bin) params.set("bin", "true");
  if (sort !== "-createdAt") params.set("sort", sort);
  if (size !== 20) params.set("size", String(size));
  return params;
}
