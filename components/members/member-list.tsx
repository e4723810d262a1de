"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { imageQueries } from "@/lib/images/client";
import { whyNot } from "@/lib/images/rules/why-not";
import { memberQueries } from "@/lib/members/client";
import type { MemberStatus, MemberView } from "@/lib/members/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useWhyForbidden } from "../console/rights";
import { useReadFailure } from "../console/use-read-failure";
import { useErrorWords } from "../shell/error-words";
import { Button } from "../ui/controls/button";
import { BulkBar } from "../ui/data/bulk-bar";
import { IdText } from "../ui/data/code";
import { DataTable } from "../ui/data/data-table";
import { Status } from "../ui/data/status";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { EmptyState } from "../ui/feedback/empty-state";
import { Card } from "../ui/layout/card";
import ShareDialog from "./share-dialog";
import { StopSharingDialog } from "./stop-sharing-dialog";

const TONES = { pending: "neutral", accepted: "ok", rejected: "warning" } as const satisfies Record<MemberStatus, string>;

/** The accounts an image is shared with and what they answered; refetched, as answers come from elsewhere. */
export function MemberList({ place, imageId }: { place: ConsolePlace; imageId: string }) {
  const t = useTranslations("exchange.members");
  const words = useErrorWords();
  const client = useQueryClient();
  const image = useQuery(imageQueries.detail(place, imageId)).data;
  const forbidden = useWhyForbidden(image);
  const { data, error, isPending, refetch } = useQuery({ ...memberQueries.ofImage(place, imageId), refetchInterval: 10_000 });
  const failure = useReadFailure(error, refetch);
  const columns = useColumns();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<"share" | "stop" | "all">();
  if (image === undefined) return null;
  const refusal = whyNot("share", image);
  const noShare = forbidden("ims:images:share");
  const members = data ?? [];
  const add = (
    <Button
      size="sm"
      disabledReason={noShare ?? (refusal === undefined ? undefined : words(refusal.code).title)}
      onClick={() => setOpen("share")}
    >
      {t("add")}
    </Button>
  );
  const actions = (
    <span className="flex flex-wrap gap-2">
      {members.length > 0 ? (
        <Button size="sm" variant="dangerQuiet" disabledReason={noShare} onClick={() => setOpen("all")}>
          {t("stopAll")}
        </Button>
      ) : null}
      {add}
    </span>
  );
  const stopped = async () => {
    setOpen(undefined);
    setSelected(new Set());
    await client.invalidateQueries({ queryKey: memberQueries.all(place) });
  };
  return (
    <>
      <BulkBar count={selected.size} onClear={() => setSelected(new Set())}>
        <Button size="sm" variant="dangerQuiet" disabledReason={noShare} onClick={() => setOpen("stop")}>
          {t("stop")}
        </Button>
      </BulkBar>
      <Card title={t("title")} actions={actions} flush>
        <DataTable
          caption={t("title")}
          columns={columns}
          rows={members}
          rowId={(member) => member.accountId}
          rowName={(member) => member.accountName}
          selection={{ ids: selected, onChange: setSelected }}
          state={isPending ? "loading" : "ready"}
          skeletonRows={3}
          empty={
            <EmptyState kind="nothing" title={t("empty")} actions={add}>
              {t("emptyBody")}
            </EmptyState>
          }
          error={failure}
        />
      </Card>
      {open === "share" ? <ShareDialog place={place} image={image} onClose={() => setOpen(undefined)} /> : null}
      {open === "stop" || open === "all" ? (
        <StopSharingDialog
          {...{ place, image, members }}
          chosen={open === "stop" ? selected : undefined}
          onDone={stopped}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
    </>
  );
}

function useColumns(): readonly Column<MemberView>[] {
  const t = useTranslations("exchange.members");
  return useMemo(
    () => [
      {
        id: "account",
        header: t("account"),
        rowHeader: true,
        cell: (member) => <span className="wrap-anywhere font-medium">{member.accountName}</span>,
      },
      {
        id: "status",
        header: t("status"),
        cell: (member) => <Status tone={TONES[member.status]}>{t(`statuses.${member.status}`)}</Status>,
      },
      { id: "project", header: t("project"), cell: (member) => <IdText id={member.projectId} name={t("project")} />, hideOnCards: true },
      { id: "since", header: t("since"), cell: (member) => <Timestamp value={member.createdAt} /> },
      {
        id: "answered",
        header: t("answered"),
        cell: (member) => (member.status === "pending" ? "–" : <Timestamp value={member.updatedAt} />),
        hideOnCards: true,
      },
    ],
    [t],
  );
}
