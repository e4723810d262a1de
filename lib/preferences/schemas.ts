import { z } from "zod";
import { FILTER_NAME_MAX_LENGTH, SAVED_FILTERS_MAX } from "./constraints";

/** Lists whose look is kept. */
export const PREFERENCE_NAMES = ["images.public", "images.private", "images.shared", "images.market", "images.bin"] as const;
export type PreferenceName = (typeof PREFERENCE_NAMES)[number];

const savedFilter = z.object({
  name: z.string().trim().min(1, "filterNameRequired").max(FILTER_NAME_MAX_LENGTH, "filterNameTooLong"),
  query: z.string().max(2000),
});

export const listPreference = z.object({
  columns: z.array(z.string().max(40)).max(40).optional(),
  filters: z
    .array(savedFilter)
    .max(SAVED_FILTERS_MAX, "filtersMax")
    .refine((filters) => new Set(filters.map(({ name }) => name)).size === filters.length, "filterNameTwice")
    .optional(),
});

export const preferenceNameInput = z.object({ name: z.enum(PREFERENCE_NAMES) });
export const savePreferenceInput = preferenceNameInput.extend({ value: listPreference });
