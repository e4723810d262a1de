import "server-only";
import { parseTag } from "./model";

interface TagCondition {
  readonly tags: { readonly hasEvery: string[] } | { readonly hasSome: string[] };
}

/** What rows must meet that have all these tags: `key=value` is that tag; `key` is any tag of that key, so its values in use are looked up first. */
export async function tagConditions(
  wanted: readonly string[],
  readInUse: () => Promise<readonly { readonly tags: readonly string[] }[]>,
): Promise<TagCondition[]> {
  const exact = wanted.filter((text) => text.includes("="));
  const keys = wanted.filter((text) => !text.includes("="));
  const conditions: TagCondition[] = exact.length === 0 ? [] : [{ tags: { hasEvery: exact } }];
  if (keys.length === 0) return conditions;
  const inUse = new Set((await readInUse()).flatMap(({ tags }) => tags));
  for (const key of keys) conditions.push({ tags: { hasSome: [...inUse].filter((text) => parseTag(text).key === key) } });
  return conditions;
}
