import { useLocale, useTranslations } from "next-intl";
import type { ListingView } from "@/lib/market/model";
import { formatYuan } from "@/lib/platform/format/money";

/** What a vendor asks, by server and hour (MKT-06, FEE-07). */
export function ListingPrice({ listing }: { listing: ListingView | null }) {
  const t = useTranslations("exchange.market");
  const locale = useLocale();
  if (listing === null || listing.pricePerHour === 0) return t("free");
  return t("perHour", { price: formatYuan(Math.round(listing.pricePerHour * 1_000_000), locale) });
}
