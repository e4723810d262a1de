import { z } from "zod";
import {
  PAGE_SIZES,
  PRICE_MAX,
  REASON_MAX_LENGTH,
  SOFTWARE_MAX,
  SOFTWARE_MAX_LENGTH,
  SUMMARY_MAX_LENGTH,
  VENDOR_MAX_LENGTH,
} from "./constraints";
import { VERDICTS } from "./model";

const words = (max: number) =>
  z
    .string()
    .trim()
    .max(max, "tooLong")
    .regex(/^[^<>]*$/, "characters");

export const publishImageInput = z.object({
  imageId: z.uuid(),
  vendor: words(VENDOR_MAX_LENGTH).min(1, "vendorRequired"),
  summary: words(SUMMARY_MAX_LENGTH).default(""),
  software: z.array(words(SOFTWARE_MAX_LENGTH).min(1)).max(SOFTWARE_MAX, "softwareTooMany").default([]),
  /** Unit: CNY by server and hour. */
  pricePerHour: z.number("priceRange").min(0, "priceRange").max(PRICE_MAX, "priceRange"),
});
export type PublishImageInput = z.input<typeof publishImageInput>;

export const withdrawImageInput = z.object({ imageId: z.uuid() });
export const reviewListingInput = z
  .object({ imageId: z.uuid(), verdict: z.enum(VERDICTS), reason: words(REASON_MAX_LENGTH).default("") })
  .refine(({ verdict, reason }) => verdict === "approve" || reason !== "", { path: ["reason"], error: "reasonRequired" });
export const takeOffShelfInput = z.object({ imageId: z.uuid(), reason: words(REASON_MAX_LENGTH).min(1, "reasonRequired") });
export const listingInput = z.object({ imageId: z.uuid() });

/** The filter of the market. `cursor` is opaque. */
export const marketListInput = z.object({
  q: z.string().trim().max(128).default(""),
  size: z.union(PAGE_SIZES.map((size) => z.literal(size))).default(20),
  cursor: z.string().max(512).optional(),
});
export type MarketListFilter = z.output<typeof marketListInput>;

/** Reads a filter from URL parameters; what is wrong becomes its default. */
export function parseMarketSearch(search: Readonly<Record<string, string | string[] | undefined>>): MarketListFilter {
  const one = (key: string) => [search[key]].flat()[0];
  const { shape } = marketListInput;
  return {
    q: shape.q.catch("").parse(one("q")),
    size: shape.size.catch(20).parse(Number(one("size") ?? 20)),
    cursor: shape.cursor.catch(undefined).parse(one("cursor")),
  };
}
