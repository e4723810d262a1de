import "server-only";
import { TAGS_MAX } from "@/lib/images/constraints";
import { AppError } from "@/lib/platform/errors";
import { mergeTags } from "./model";
import type { TagChanges } from "./schemas";

/** The tags of a server or a disk after a change, by the rules of images: at most ten (LIM-50), a key once. Errors: `tagLimitExceeded`. */
export function changeTags(before: readonly string[], { set, removeKeys }: TagChanges): string[] {
  const after = mergeTags(before, set, removeKeys);
  if (after.length > TAGS_MAX && after.length > before.length) throw new AppError("tagLimitExceeded", { limit: TAGS_MAX });
  return after;
}
