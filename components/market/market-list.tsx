"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { marketQueries } from "@/lib/market/client";
import type { MarketItem } from "@/lib/market/model";
import type { MarketListFilter } from "@/lib/market/schemas";
import { toSearchParams } from "@/lib/market/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { ResourceList } from "../console/resource-list";
import { useWhyForbidden } from "../console/rights";
import { useListAddress } from "../console/use-list-address";
import { HelpLinks } from "../help/help-links";
import { osWords } from "../images/os-words";
import { useRegionName } from "../shell/region-names";
import { ButtonLink, Link } from "../ui/controls/link";
import { RowActions } from "../ui/data/row-actions";
import type { Column } from "../ui/data/table-model";
import { Software } from "./listing-card";
import { ListingPrice } from "./listing-price";

/** The market of a region (MKT-01): what has been reviewed, with vendor, software and price, deployed in one step. */
export function MarketList({ place, filter }: { place: ConsolePlace; filter: MarketListFilter }) {
  const t = useTranslations("exchange.market");
  const images = useTranslations("images");
  const regionName = useRegionName();
  const forbidden = useWhyForbidden();
  const query = useQuery(marketQueries.list(place, filter));
  const columns = useColumns(place);
  const address = useListAddress(filter, toSearchParams);
  const help = (
    <>
      <p>{images("help.market")}</p>
      <HelpLinks to={["why", "costs"]} />
    </>
  );
  return (
    <ResourceList
      title={images("types.market")}
      header={{ help }}
      query={query}
      showRefresh
      address={address}
      search={{ label: t("search"), value: filter.q, onSearch: (q) => address.go({ q }) }}
      empty={{ kind: "nothingHere", title: t("empty"), children: t("emptyBody", { region: regionName(place.regionId) }) }}
      table={{
        columns,
        skeletonRows: 5,
        rowId: ({ image }) => image.id,
        rowName: ({ image }) => image.name,
        rowActions: ({ image }) =>
          image.kind === "system" ? (
            <RowActions
              main={
                <ButtonLink
                  size="sm"
                  href={hrefIn(place, `/servers/create?image=${image.id}`)}
                  disabledReason={forbidden("ecs:servers:create")}
                >
                  {t("deploy")}
                  <span className="sr-only"> {image.name}</span>
                </ButtonLink>
              }
            />
          ) : null,
      }}
    />
  );
}

function useColumns(place: ConsolePlace): readonly Column<MarketItem>[] {
  const t = useTranslations("exchange.market");
  const images = useTranslations("images");
  return useMemo(() => {
    const unknown = <span className="text-faint">–</span>;
    return [
      {
        id: "name",
        header: images("fields.name"),
        rowHeader: true,
        cell: ({ image, listing }) => (
          <span className="block min-w-40 sm:max-w-60">
            <Link href={hrefIn(place, `/images/${image.type}/${image.id}`)} className="font-medium">
              {image.name}
            </Link>
            {listing === null || listing.summary === "" ? null : (
              <span className="line-clamp-2 block text-muted text-xs">{listing.summary}</span>
            )}
          </span>
        ),
      },
      { id: "vendor", header: t("fields.vendor"), cell: ({ listing }) => listing?.vendor ?? t("platform") },
      { id: "os", header: images("fields.os"), cell: ({ image }) => osWords(image) ?? unknown, hideOnCards: true },
      {
        id: "software",
        header: t("fields.software"),
        cell: ({ listing }) => (listing === null || listing.software.length === 0 ? unknown : <Software names={listing.software} />),
      },
      {
        id: "price",
        header: t("fields.price"),
        align: "end",
        cell: ({ listing }) => (
          <span className="whitespace-nowrap">
            <ListingPrice listing={listing} />
          </span>
        ),
      },
    ];
  }, [place, t, images]);
}
