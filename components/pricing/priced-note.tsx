"use client";

import { useQuery } from "@tanstack/react-query";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { priceQueries } from "@/lib/pricing/client";
import type { Charge, PriceList } from "@/lib/pricing/model";
import { CostNote } from "./cost-note";

/** What an act costs at the prices of the region, said before it is confirmed (FEE-15). Nothing while the prices are on their way. */
export function PricedNote({ place, chargesAt }: { place: ConsolePlace; chargesAt: (prices: PriceList) => readonly Charge[] }) {
  const prices = useQuery(priceQueries.list(place));
  return prices.data === undefined ? null : <CostNote charges={chargesAt(prices.data)} />;
}
