import "server-only";
import { findRegion } from "@/lib/regions/configuration";
import { PRICE_NAMES, type PriceList } from "./model";

/** The one price that the specification prints, in its example. Unit: millionths of a yuan. Source: FEE-09. */
const PRINTED: PriceList = { evsGbHour: 490 };

/** Unit prices of a region: as configured, else as printed (FEE-16). */
export function pricesOf(regionId: string): PriceList {
  const configured = findRegion(regionId)?.prices ?? {};
  const named = PRICE_NAMES.flatMap((name) => {
    const yuan = configured[name];
    return yuan === undefined ? [] : [[name, Math.round(yuan * 1_000_000)] as const];
  });
  return { ...PRINTED, ...Object.fromEntries(named) };
}
