"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { memberQueries } from "@/lib/members/client";
import { type Answer, MEMBER_STATUSES, type ReceivedView } from "@/lib/members/model";
import type { ReceivedListFilter } from "@/lib/members/schemas";
import { toSearchParams } from "@/lib/members/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { type Chosen, NOBODY } from "../console/choosable-table";
import { hrefIn } from "../console/page-place";
import { ResourceList } from "../console/resource-list";
import { useWhyForbidden } from "../console/rights";
import { useListAddress } from "../console/use-list-address";
import { HelpLinks } from "../help/help-links";
import { useRegionName } from "../shell/region-names";
import { Button } from "../ui/controls/button";
import { ButtonLink } from "../ui/controls/link";
import { BulkBar } from "../ui/data/bulk-bar";
import { RowActions } from "../ui/data/row-actions";
import { Tabs } from "../ui/layout/tabs";
import { AnswerDialog } from "./answer-dialog";
import { ReceivedBanner } from "./received-banner";
import { useReceivedColumns } from "./received-columns";

const PATHS = { accepted: "/images/shared", pending: "/images/shared/pending", rejected: "/images/shared/rejected" } as const;

/** What other accounts share with this project, by what was answered: in use, waiting, rejected. */
export function ReceivedList({ place, filter }: { place: ConsolePlace; filter: ReceivedListFilter }) {
  const t = useTranslations("exchange.received");
  const images = useTranslations("images");
  const regionName = useRegionName();
  const forbidden = useWhyForbidden();
  const { status } = filter;
  const query = useQuery({ ...memberQueries.received(place, filter), refetchInterval: 15_000 });
  const waiting = useQuery({ ...memberQueries.waiting(place), refetchInterval: 15_000 }).data ?? [];
  const columns = useReceivedColumns(place, status);
  const [answering, setAnswering] = useState<{ answer: Answer; items: readonly ReceivedView[]; onDone?: () => void }>();
  const items = query.data?.items ?? [];
  const address = useListAddress(filter, toSearchParams);
  const here = waiting.find(({ projectId }) => projectId === place.projectId)?.count ?? 0;
  const answers: readonly Answer[] = status === "pending" ? ["accepted", "rejected"] : status === "accepted" ? ["rejected"] : ["accepted"];
  const label = (answer: Answer) => (answer === "accepted" ? t("accept") : t("reject"));
  const help = (
    <>
      <p>{images("help.shared")}</p>
      <HelpLinks to={["sharing", "share"]} />
    </>
  );
  const above = (
    <>
      <ReceivedBanner place={place} waiting={waiting} reviewHref={status === "pending" ? undefined : hrefIn(place, PATHS.pending)} />
      <Tabs
        label={t("label")}
        tabs={MEMBER_STATUSES.toSorted((a, b) => Number(b === "accepted") - Number(a === "accepted")).map((each) => ({
          href: hrefIn(place, PATHS[each]),
          label: t(`tabs.${each}`),
          ...(each === "pending" && here > 0 ? { count: here } : {}),
        }))}
      />
    </>
  );
  const bulk = ({ ids }: Chosen, choose: (next: Chosen) => void) => {
    const chosen = items.filter(({ image }) => ids.has(image.id));
    const onDone = () => choose(NOBODY);
    return (
      <BulkBar count={chosen.length} onClear={onDone}>
        {answers.map((answer) => (
          <Button
            key={answer}
            size="sm"
            disabledReason={forbidden("ims:images:share")}
            onClick={() => setAnswering({ answer, items: chosen, onDone })}
          >
            {answer === "accepted" ? t("acceptSelected") : t("rejectSelected")}
          </Button>
        ))}
      </BulkBar>
    );
  };
  const rowActions = (item: ReceivedView) => {
    const apply =
      status === "accepted" && (item.image.kind === "system" || item.image.kind === "whole") ? (
        <ButtonLink
          size="sm"
          href={hrefIn(place, `/servers/create?image=${item.image.id}`)}
          disabledReason={forbidden("ecs:servers:create")}
        >
          {images("actions.applyServer")}
        </ButtonLink>
      ) : null;
    const ways = answers.map((answer) => (
      <Button
        key={answer}
        size="sm"
        variant={answer === "rejected" ? "ghost" : "secondary"}
        disabledReason={forbidden("ims:images:share")}
        onClick={() => setAnswering({ answer, items: [item] })}
      >
        {label(answer)}
        <span className="sr-only"> {item.image.name}</span>
      </Button>
    ));
    return (
      <RowActions
        main={
          <>
            {apply}
            {ways}
          </>
        }
      />
    );
  };
  return (
    <>
      <ResourceList
        title={images("types.shared")}
        caption={`${images("types.shared")} · ${t(`tabs.${status}`)}`}
        header={{ help }}
        above={above}
        query={query}
        showRefresh
        address={address}
        search={{ label: t("search"), value: filter.q, onSearch: (q) => address.go({ q }) }}
        bulk={bulk}
        empty={{ kind: "nothingHere", title: t(`empty.${status}`), children: t("emptyBody", { region: regionName(place.regionId) }) }}
        table={{
          columns,
          skeletonRows: 5,
          rowId: ({ image }) => image.id,
          rowName: ({ image }) => image.name,
          rowActions,
        }}
      />
      {answering === undefined ? null : <AnswerDialog place={place} {...answering} onClose={() => setAnswering(undefined)} />}
    </>
  );
}
