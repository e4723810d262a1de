"use client";

import { useQuery } from "@tanstack/react-query";
import type { ImageView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { priceQueries } from "@/lib/pricing/client";
import { chargesOfCopy, type PriceList } from "@/lib/pricing/model";
import { CostNote } from "../pricing/cost-note";

interface Props {
  place: ConsolePlace;
  image: ImageView;
  /** Of all its disks together. Unit: bytes. */
  storedBytes: number | null;
  /** Prices of the region it goes to; undefined: it stays, or the region is not chosen yet. */
  target: PriceList | undefined;
}

/** What a copy costs: nothing inside the region (FEE-10), traffic to another one (FEE-11), with its backup for full-server images (FEE-12). */
export function CopyCost({ place, image, storedBytes, target }: Props) {
  const prices = useQuery(priceQueries.list(place)).data;
  if (prices === undefined) return null;
  const across = target !== undefined;
  const backup = image.kind === "whole" ? (image.originCsbs ? "csbs" : "cbr") : undefined;
  return (
    <CostNote
      charges={chargesOfCopy(
        { sizeBytes: storedBytes ?? image.storedBytes ?? 0, across, ...(backup === undefined ? {} : { backup }) },
        prices,
        target ?? prices,
      )}
    />
  );
}
