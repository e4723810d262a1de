import { useLocale, useTranslations } from "next-intl";
import { formatYuan } from "@/lib/platform/format/money";
import { monthly, PRICE_NAMES, PRICED_SERVICES, type PricedService, type PriceList, type RegionEstimate } from "@/lib/pricing/model";
import { HelpLinks } from "../help/help-links";
import { Alert } from "../ui/feedback/alert";
import { EmptyState } from "../ui/feedback/empty-state";
import { Card } from "../ui/layout/card";
import { PageHeader } from "../ui/layout/page-header";
import { ChargeLine } from "./cost-note";

interface Props {
  regionId: string;
  regions: readonly { readonly id: string; readonly nameZh: string; readonly nameEn: string }[];
  prices: PriceList;
  estimates: readonly RegionEstimate[];
}

export function CostPage({ regionId, regions, prices, estimates }: Props) {
  const t = useTranslations("pricing");
  const locale = useLocale();
  const nameOf = (id: string) => {
    const region = regions.find((one) => one.id === id);
    return (locale.startsWith("zh") ? region?.nameZh : region?.nameEn) ?? id;
  };
  const held = estimates.filter(({ charges }) => charges.length > 0);
  const parts = held.flatMap(({ charges }) => charges.map(monthly));
  const total = parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
  return (
    <>
      <PageHeader
        title={t("title")}
        help={
          <>
            <p>{t("help")}</p>
            <HelpLinks to={["costs", "changes"]} />
          </>
        }
      />
      <div className="space-y-4">
        <Card title={t("estimate.title")}>
          {held.length === 0 ? (
            <EmptyState kind="nothing" title={t("estimate.empty")} />
          ) : (
            <div className="space-y-4">
              <p>
                <span className="font-semibold text-2xl tabular-nums">{formatYuan(total, locale, 2)}</span>{" "}
                <span className="text-muted">{t("estimate.perMonth")}</span>
              </p>
              {parts.includes(null) ? <Alert tone="neutral">{t("estimate.incomplete")}</Alert> : null}
              <dl className="grid gap-4 md:grid-cols-2">
                {held.map((estimate) => (
                  <div key={estimate.regionId}>
                    <dt className="font-medium">{nameOf(estimate.regionId)}</dt>
                    {estimate.charges.map((charge) => (
                      <dd key={charge.item} className="text-sm">
                        <ChargeLine charge={{ ...charge, per: "month", amount: monthly(charge) }} digits={2} />
                      </dd>
                    ))}
                  </div>
                ))}
              </dl>
            </div>
          )}
          <p className="mt-4 text-muted text-sm">{t("estimate.rules")}</p>
        </Card>
        <Card title={t("prices.title", { region: nameOf(regionId) })}>
          <div className="grid gap-6 md:grid-cols-2">
            {PRICED_SERVICES.map((service) => (
              <ServicePrices key={service} service={service} prices={prices} />
            ))}
          </div>
        </Card>
      </div>
    </>
  );
}

/** The prices of one service; links of other pages end here. */
function ServicePrices({ service, prices }: { service: PricedService; prices: PriceList }) {
  const t = useTranslations("pricing");
  const locale = useLocale();
  return (
    <section id={service} aria-labelledby={`${service}-prices`} className="min-w-0">
      <h3 id={`${service}-prices`} className="font-medium">
        {t(`services.${service}`)}
      </h3>
      <dl className="mt-1 space-y-1 text-sm">
        {PRICE_NAMES.filter((name) => SERVICE_OF[name] === service).map((name) => {
          const price = prices[name];
          return (
            <div key={name} className="flex flex-wrap justify-between gap-x-4">
              <dt className="text-muted">{t(`names.${name}`)}</dt>
              <dd className={price === undefined ? "text-muted" : "tabular-nums"}>
                {price === undefined ? t("noPrice") : t(`units.${name}`, { amount: formatYuan(price, locale) })}
              </dd>
            </div>
          );
        })}
      </dl>
      {service === "image" ? <p className="mt-1 text-muted text-sm">{t("freeImages")}</p> : null}
    </section>
  );
}

const SERVICE_OF: Readonly<Record<keyof PriceList, PricedService>> = {
  evsGbHour: "evs",
  obsGbMonth: "obs",
  obsReplicationGb: "obs",
  csbsGbMonth: "csbs",
  csbsReplicationGb: "csbs",
  cbrGbMonth: "cbr",
  cbrReplicationGb: "cbr",
  paidSystemHour: "image",
};
