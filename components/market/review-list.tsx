"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { marketQueries } from "@/lib/market/client";
import type { ReviewItem } from "@/lib/market/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { ResourceList } from "../console/resource-list";
import { useWhyForbidden } from "../console/rights";
import { osWords } from "../images/os-words";
import { Button } from "../ui/controls/button";
import { RowActions } from "../ui/data/row-actions";
import { Status } from "../ui/data/status";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { type Decision, DecisionDialog } from "./decision-dialog";
import { Software } from "./listing-card";
import { ListingPrice } from "./listing-price";

/** What vendors offer in this region and the platform has to decide on; and what is on the shelf. For operators. */
export function ReviewList({ place }: { place: ConsolePlace }) {
  const t = useTranslations("exchange.market");
  const forbidden = useWhyForbidden();
  const query = useQuery({ ...marketQueries.reviews(place), refetchInterval: 15_000 });
  const columns = useColumns();
  const [deciding, setDeciding] = useState<{ item: ReviewItem; decision: Decision }>();
  const button = (item: ReviewItem, decision: Decision, variant: "secondary" | "dangerQuiet") => (
    <Button size="sm" variant={variant} disabledReason={forbidden("ims:listings:update")} onClick={() => setDeciding({ item, decision })}>
      {t(decision)}
      <span className="sr-only"> {item.image.name}</span>
    </Button>
  );
  return (
    <>
      <ResourceList
        title={t("reviews")}
        header={{ help: t("reviewsHelp") }}
        query={query}
        empty={{ title: t("noReviews") }}
        table={{
          columns,
          skeletonRows: 5,
          rowId: ({ image }) => image.id,
          rowName: ({ image }) => image.name,
          rowActions: (item) => (
            <RowActions
              main={
                item.listing.status === "pending" ? (
                  <>
                    {button(item, "approve", "secondary")}
                    {button(item, "reject", "dangerQuiet")}
                  </>
                ) : (
                  button(item, "takeOff", "dangerQuiet")
                )
              }
            />
          ),
        }}
      />
      {deciding === undefined ? null : <DecisionDialog place={place} {...deciding} onClose={() => setDeciding(undefined)} />}
    </>
  );
}

function useColumns(): readonly Column<ReviewItem>[] {
  const t = useTranslations("exchange.market");
  const images = useTranslations("images");
  return useMemo(
    () => [
      {
        id: "name",
        header: images("fields.name"),
        rowHeader: true,
        cell: ({ image, listing }) => (
          <span className="block min-w-40">
            <span className="wrap-anywhere font-medium">{image.name}</span>
            {listing.summary === "" ? null : <span className="block text-muted text-xs">{listing.summary}</span>}
          </span>
        ),
      },
      {
        id: "status",
        header: images("fields.status"),
        cell: ({ listing }) => <Status tone={listing.status === "pending" ? "neutral" : "ok"}>{t(`statuses.${listing.status}`)}</Status>,
      },
      {
        id: "vendor",
        header: t("fields.vendor"),
        cell: ({ listing, accountName }) => (
          <span className="block min-w-32">
            {listing.vendor}
            <span className="block text-muted text-xs">{t("accountIs", { name: accountName })}</span>
          </span>
        ),
      },
      { id: "os", header: images("fields.os"), cell: ({ image }) => osWords(image) ?? "–", hideOnCards: true },
      {
        id: "software",
        header: t("fields.software"),
        cell: ({ listing }) => (listing.software.length === 0 ? "–" : <Software names={listing.software} />),
      },
      { id: "price", header: t("fields.price"), align: "end", cell: ({ listing }) => <ListingPrice listing={listing} /> },
      { id: "submittedAt", header: t("submittedAt"), cell: ({ listing }) => <Timestamp value={listing.submittedAt} />, hideOnCards: true },
    ],
    [t, images],
  );
}
