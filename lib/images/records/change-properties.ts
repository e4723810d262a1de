import { AppError } from "@/lib/platform/errors";
import { PROPERTIES_MAX, TAGS_MAX } from "../constraints";
import type { PropertyChange } from "./inputs";

export type Properties = Readonly<Record<string, string>>;

/**
 * Applies changes in order. Errors: `conflict` { reason, property } when a change wants another state than there is,
 * `payloadTooLarge` beyond the number of properties an image may have.
 */
export function changeProperties(before: Properties, changes: readonly PropertyChange[]): Properties {
  const properties = new Map(Object.entries(before));
  for (const { name, value, when } of changes) {
    const present = properties.has(name);
    if (when === "present" && !present) throw new AppError("conflict", { reason: "propertyMissing", property: name });
    if (when === "absent" && present) throw new AppError("conflict", { reason: "propertyExists", property: name });
    if (value === null) properties.delete(name);
    else properties.set(name, value);
  }
  if (properties.size > PROPERTIES_MAX) throw new AppError("payloadTooLarge", { properties: properties.size, max: PROPERTIES_MAX });
  return Object.fromEntries(properties);
}

/** Replaces, adds to, and takes from the tags, in this order. Errors: `notFound` { tag }, `tagLimitExceeded`. */
export function changeTags(
  before: readonly string[],
  { tags = before, addTag, removeTag }: { tags?: readonly string[]; addTag?: string; removeTag?: string },
): string[] {
  if (removeTag !== undefined && !tags.includes(removeTag)) throw new AppError("notFound", { tag: removeTag });
  const after = tags.filter((tag) => tag !== removeTag && tag !== addTag);
  if (addTag !== undefined) after.push(addTag);
  if (after.length > TAGS_MAX) throw new AppError("tagLimitExceeded", { limit: TAGS_MAX, tags: after.length });
  return after;
}

/** The extra properties of an image as its row holds them: names and texts, nothing else. */
export function propertiesOf(json: unknown): Properties {
  if (typeof json !== "object" || json === null) return {};
  return Object.fromEntries(Object.entries(json).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
