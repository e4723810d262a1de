import { z } from "zod";
import { TAG_KEY_MAX_LENGTH, TAG_KEY_PATTERN, TAG_VALUE_MAX_LENGTH, TAG_VALUE_PATTERN } from "./constraints";
import { parseTag } from "./model";

export const tagKey = z
  .string()
  .min(1, "tagKeyRequired")
  .max(TAG_KEY_MAX_LENGTH, "tagKeyTooLong")
  .regex(TAG_KEY_PATTERN, "tagKeyCharacters");
export const tagValue = z.string().max(TAG_VALUE_MAX_LENGTH, "tagValueTooLong").regex(TAG_VALUE_PATTERN, "tagValueCharacters");

export const tagInput = z.object({ key: tagKey, value: tagValue.default("") });

/** Several tags of one resource: every key once. */
export const tagsInput = z
  .array(tagInput)
  .max(50)
  .refine((tags) => new Set(tags.map(({ key }) => key)).size === tags.length, "tagKeyTwice");

/** Predefined tags: a key may have several values. */
export const predefinedTagsInput = z.object({ tags: z.array(tagInput).min(1).max(50) });

/** What changes the tags of a resource: those it shall have, and keys whose tags go. */
export const tagChanges = z.object({ set: tagsInput.default([]), removeKeys: z.array(z.string().max(255)).max(50).default([]) });
export type TagChanges = z.output<typeof tagChanges>;

const tagCondition = z.string().refine((text) => {
  const { key, value } = parseTag(text);
  return tagKey.safeParse(key).success && tagValue.safeParse(value).success;
});

/** Of a list: `key`, or `key=value`; what is listed has all of them (MNG-01). */
export const tagFilter = z.array(tagCondition).max(10).default([]);

/** The same from the address, with commas between; what is wrong becomes no condition. */
export function parseTagSearch(text: string | undefined): string[] {
  return tagFilter.catch([]).parse(text?.split(",").filter((part) => part !== "") ?? []);
}
