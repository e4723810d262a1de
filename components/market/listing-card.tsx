"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ImageView } from "@/lib/images/model";
import { marketQueries } from "@/lib/market/client";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { Badge } from "../ui/data/badge";
import { KeyValues } from "../ui/data/key-values";
import { Status } from "../ui/data/status";
import { Timestamp } from "../ui/data/timestamp";
import { Alert } from "../ui/feedback/alert";
import { Card } from "../ui/layout/card";
import { ListingPrice } from "./listing-price";

const TONES = { pending: "neutral", approved: "ok", rejected: "danger", withdrawn: "neutral" } as const;

/** The offer behind an image: for its owner with the state of the review, for others with what they would buy. */
export function ListingCard({ place, image }: { place: ConsolePlace; image: ImageView }) {
  const t = useTranslations("exchange.market");
  const common = useTranslations("exchange");
  const images = useTranslations("images");
  const listing = useQuery({
    ...marketQueries.listing(place, image.id),
    enabled: image.type === "private" || image.type === "market",
  }).data;
  if (listing === undefined || listing === null) return null;
  const own = image.type === "private";
  return (
    <Card title={common("actions.listing")}>
      <KeyValues
        items={[
          ...(own
            ? [
                {
                  id: "status",
                  label: images("fields.status"),
                  value: <Status tone={TONES[listing.status]}>{t(`statuses.${listing.status}`)}</Status>,
                },
              ]
            : []),
          { id: "vendor", label: t("fields.vendor"), value: listing.vendor },
          { id: "price", label: t("fields.price"), value: <ListingPrice listing={listing} /> },
          {
            id: "software",
            label: t("fields.software"),
            value: listing.software.length === 0 ? null : <Software names={listing.software} />,
          },
          { id: "submittedAt", label: t("submittedAt"), value: <Timestamp value={listing.submittedAt} /> },
          { id: "summary", label: t("summary"), value: listing.summary === "" ? null : listing.summary, wide: true },
        ]}
      />
      {listing.reason === null ? null : (
        <div className="mt-4">
          <Alert tone="warning" title={t("reason")}>
            {listing.reason}
          </Alert>
        </div>
      )}
      {own ? null : <p className="mt-4 text-muted text-sm">{t("reviewed")}</p>}
    </Card>
  );
}

export function Software({ names }: { names: readonly string[] }) {
  return (
    <span className="inline-flex in-[td]:max-sm:justify-end flex-wrap gap-1">
      {names.map((name) => (
        <Badge key={name}>{name}</Badge>
      ))}
    </span>
  );
}
