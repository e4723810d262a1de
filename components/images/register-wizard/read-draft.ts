import { type Draft, EMPTY_DRAFT } from "./wizard-state";

/** A form as an earlier version may have kept it: fields of the right type are taken, all others are empty. */
export function readDraft(kept: unknown): Draft {
  if (typeof kept !== "object" || kept === null) return EMPTY_DRAFT;
  const entries = Object.entries(kept).filter(([field, value]) => {
    const empty: unknown = field in EMPTY_DRAFT ? EMPTY_DRAFT[field as keyof Draft] : undefined; // checked by `in`
    return empty !== undefined && typeof value === typeof empty && Array.isArray(value) === Array.isArray(empty);
  });
  return { ...EMPTY_DRAFT, ...Object.fromEntries(entries) };
}
