import "server-only";
import { isLicensed } from "@/lib/images/rules/ownership-rules";
import type { ImageRow } from "@/lib/images/views";
import { typeFor } from "@/lib/images/views";
import type { Prisma } from "@/lib/platform/db/client";

type Inherited = Pick<
  Prisma.ServerUncheckedCreateInput,
  "originType" | "originMarket" | "originLicensed" | "fromIso" | "osFamily" | "osPlatform" | "osVersion" | "osBits" | "bootMode"
>;

/**
 * What a server takes over from its image, so that images made from it know their lineage however many generations lie between
 * (PRI-25): a market image and a public Windows or SUSE image anywhere before leave a mark that never wears off (LIM-44, LIM-45).
 */
export function inheritedFrom(image: ImageRow, accountId: string): Inherited {
  const own = image.accountId === accountId;
  const originType = image.published && !own ? "market" : typeFor(image.visibility, own);
  const licensed = image.osFamily === "windows" ? "windows" : "suse";
  return {
    originType,
    originMarket: image.originMarket || originType === "market",
    originLicensed: image.originLicensed ?? (originType === "public" && isLicensed(image) ? licensed : null),
    fromIso: image.fromIso || image.kind === "iso",
    osFamily: image.osFamily,
    osPlatform: image.osPlatform,
    osVersion: image.osVersion,
    osBits: image.osBits,
    bootMode: image.bootMode,
  };
}
