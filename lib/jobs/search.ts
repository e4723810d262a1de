import type { JobListFilter } from "./schemas";

/** The list of jobs as it first opens. */
export const ALL_JOBS: JobListFilter = { size: 20 };

/** The filter in the address: only what differs from the default appears. */
export function toSearchParams(filter: JobListFilter): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(filter)) if (value !== undefined && value !== 20) params.set(key, String(value));
  return params;
}
