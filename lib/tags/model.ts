/** A tag of a resource, as the tag management service (TMS) knows it. Kept as text: `key=value`, `key` without a value. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** The first `=` divides. Tags that came by the image API are free text: they are keys without a value. */
export function parseTag(text: string): Tag {
  const at = text.indexOf("=");
  return at === -1 ? { key: text, value: "" } : { key: text.slice(0, at), value: text.slice(at + 1) };
}

export function formatTag({ key, value }: Tag): string {
  return value === "" ? key : `${key}=${value}`;
}

/** Puts tags in the place of those with the same keys, and takes away others by their keys; the order stays. */
export function mergeTags(before: readonly string[], set: readonly Tag[], removeKeys: readonly string[]): string[] {
  const values = new Map(set.map((tag) => [tag.key, tag]));
  const kept = before.filter((text) => !removeKeys.includes(parseTag(text).key) || values.has(parseTag(text).key));
  const known = new Set(kept.map((text) => parseTag(text).key));
  const changed = kept.map((text) => {
    const tag = values.get(parseTag(text).key);
    return tag === undefined ? text : formatTag(tag);
  });
  return [...new Set([...changed, ...set.filter(({ key }) => !known.has(key)).map(formatTag)])];
}

/** A tag the account keeps ready. */
export interface PredefinedTag extends Tag {
  readonly createdAt: string;
}

export const TAGGED_KINDS = ["images", "servers", "bareMetal", "volumes"] as const;
/** Kinds of resources that carry tags: private images, cloud servers, bare metal servers, disks. */
export type TaggedKind = (typeof TAGGED_KINDS)[number];

/** How often a tag is in use, over all regions of the account. */
export interface TagUse extends Tag {
  readonly counts: Readonly<Record<TaggedKind, number>>;
  readonly regions: readonly string[];
}
