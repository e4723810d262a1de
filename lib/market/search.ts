import type { MarketListFilter } from "./schemas";

/** The inverse of `parseMarketSearch`: only what differs from the default appears. */
export function toSearchParams({ q, size, cursor }: MarketListFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (q !== "") params.set("q", q);
  if (size !== 20) params.set("size", String(size));
  if (cursor !== undefined) params.set("cursor", cursor);
  return params;
}
