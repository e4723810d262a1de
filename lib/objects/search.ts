import type { ObjectListFilter } from "./schemas";

/** A bucket's list as it first opens. */
export function wholeBucket(bucketId: string): ObjectListFilter {
  return { bucketId, prefix: "", size: 50 };
}

/** The inverse of `parseObjectSearch`: only what differs from the default appears. */
export function toObjectSearch(filter: ObjectListFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.prefix !== "") params.set("prefix", filter.prefix);
  if (filter.size !== 50) params.set("size", String(filter.size));
  if (filter.cursor !== undefined) params.set("cursor", filter.cursor);
  return params;
}
