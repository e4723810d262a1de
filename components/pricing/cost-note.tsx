import clsx from "clsx";
import Coins from "lucide-react/icons/coins";
import { useLocale, useTranslations } from "next-intl";
import { formatGib } from "@/lib/platform/format/bytes";
import { formatYuan } from "@/lib/platform/format/money";
import type { Charge } from "@/lib/pricing/model";
import { PriceLink } from "../help/help-links";

/** What an act will cost, said before it is confirmed (FEE-15). No charge at all reads as "free". */
export function CostNote({ charges }: { charges: readonly Charge[] }) {
  const t = useTranslations("pricing");
  return (
    <div className="flex gap-2 rounded-md border border-line bg-sunken px-3 py-2 text-sm">
      <Coins aria-hidden size={16} className="mt-0.5 shrink-0 text-muted" />
      <div className="min-w-0">
        <p className="font-medium">{t("note")}</p>
        {charges.length === 0 ? <p className="text-muted">{t("free")}</p> : null}
        <ul>
          {charges.map((charge) => (
            <li key={charge.item}>
              <ChargeLine charge={charge} /> <PriceLink service={charge.service} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** One charge in words: what, how much of it, for how much, with at most `digits` behind the point. */
export function ChargeLine({ charge, digits }: { charge: Charge; digits?: number }) {
  const t = useTranslations("pricing");
  const locale = useLocale();
  const what = t(`items.${charge.item}`);
  const words = charge.amount === null ? t("notSet") : t(`per.${charge.per}`, { amount: formatYuan(charge.amount, locale, digits) });
  const amount = () => (
    <span className={clsx("whitespace-nowrap", charge.amount === null ? "text-muted" : "font-medium tabular-nums")}>{words}</span>
  );
  if (charge.gb === undefined) return t.rich("line", { what, amount });
  return t.rich("sizedLine", { what, size: formatGib(Math.round(charge.gb * 100) / 100, locale), amount });
}
