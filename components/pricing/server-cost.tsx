"use client";

import { useQuery } from "@tanstack/react-query";
import { marketQueries } from "@/lib/market/client";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { chargesOfServers, type ServerOrder } from "@/lib/pricing/model";
import { PricedNote } from "./priced-note";

interface Props {
  readonly place: ConsolePlace;
  readonly order: Omit<ServerOrder, "vendorPriceHour"> & { readonly image: { readonly id: string } };
}

/** What the servers of a form cost by the hour, as its fields change; of a market image also what its vendor asks (FEE-07). */
export function ServerCost({ place, order }: Props) {
  const sold = order.image.type === "market";
  const listing = useQuery({ ...marketQueries.listing(place, order.image.id), enabled: sold }).data;
  const sensible = order.count > 0 && order.disksGb.every((gb) => gb > 0);
  if (!sensible || (sold && listing === undefined)) return null;
  const asked = listing ? { vendorPriceHour: Math.round(listing.pricePerHour * 1_000_000) } : {};
  return <PricedNote place={place} chargesAt={(prices) => chargesOfServers({ ...order, ...asked }, prices)} />;
}
