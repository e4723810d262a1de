"use client";

import { Badge } from "../ui/data/badge";

/** Tags as `key=value`; beyond `max` only how many. */
export function TagBadges({ tags, max = Number.POSITIVE_INFINITY }: { tags: readonly string[]; max?: number }) {
  if (tags.length === 0) return <span className="text-faint">–</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {tags.slice(0, max).map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
      {tags.length > max ? <span className="text-muted text-xs">+{tags.length - max}</span> : null}
    </span>
  );
}
