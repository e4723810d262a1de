"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { TraceView } from "@/lib/audit/model";
import type { TraceListFilter } from "@/lib/audit/schemas";
import type { ErrorCode } from "@/lib/platform/errors";
import { useErrorWords } from "../shell/error-words";
import { DataTable } from "../ui/data/data-table";
import { FilterBar, FilterSelect } from "../ui/data/filter-bar";
import { Pager } from "../ui/data/pager";
import { Status } from "../ui/data/status";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { EmptyState } from "../ui/feedback/empty-state";
import { PageHeader } from "../ui/layout/page-header";

const OUTCOMES = ["done", "refused", "failed"] as const;
const TONES = { done: "ok", refused: "warning", failed: "danger" } as const;

interface Props {
  page: { readonly items: readonly TraceView[]; readonly nextCursor: string | null; readonly previousCursor: string | null };
  filter: TraceListFilter;
}

export function TraceTable({ page, filter }: Props) {
  const t = useTranslations("audit");
  const router = useRouter();
  const columns = useColumns();
  const href = (next: { outcome?: string; cursor?: string }) => {
    const entries = Object.entries({ outcome: filter.outcome, resourceId: filter.resourceId, ...next });
    return `?${new URLSearchParams(entries.flatMap(([key, value]) => (value === undefined || value === "" ? [] : [[key, value]])))}`;
  };
  return (
    <>
      <PageHeader title={t("title")} help={t("help")} />
      <FilterBar>
        <FilterSelect
          label={t("fields.outcome")}
          allLabel={t("allOutcomes")}
          value={filter.outcome ?? ""}
          options={OUTCOMES.map((outcome) => ({ value: outcome, label: t(`outcomes.${outcome}`) }))}
          onChange={(outcome) => router.replace(href({ outcome }))}
        />
      </FilterBar>
      <DataTable
        caption={t("title")}
        columns={columns}
        rows={page.items}
        rowId={(trace) => trace.id}
        rowName={(trace) => trace.trace}
        empty={<EmptyState kind={filter.outcome === undefined ? "nothing" : "noMatch"} />}
      />
      <Pager
        label={t("title")}
        previousHref={page.previousCursor ? href({ cursor: page.previousCursor }) : undefined}
        nextHref={page.nextCursor ? href({ cursor: page.nextCursor }) : undefined}
        pageSize={filter.size}
      />
    </>
  );
}

function useColumns(): readonly Column<TraceView>[] {
  const t = useTranslations("audit");
  const words = useErrorWords();
  return useMemo(
    () => [
      { id: "time", header: t("fields.time"), cell: (trace) => <Timestamp value={trace.time} /> },
      { id: "trace", header: t("fields.trace"), rowHeader: true, cell: (trace) => <code className="font-mono text-sm">{trace.trace}</code> },
      {
        id: "resource",
        header: t("fields.resource"),
        cell: (trace) => (
          <span className="block min-w-0">
            <span className="block truncate">{trace.resourceName ?? "–"}</span>
            {trace.resourceId === null ? null : <code className="block truncate font-mono text-faint text-xs">{trace.resourceId}</code>}
          </span>
        ),
      },
      {
        id: "outcome",
        header: t("fields.outcome"),
        cell: (trace) => {
          const outcome = OUTCOMES.find((known) => known === trace.outcome) ?? "failed";
          return (
            <Status tone={TONES[outcome]} note={trace.code === null ? undefined : words(trace.code as ErrorCode).title /* written from the error table */}>
              {t(`outcomes.${outcome}`)}
            </Status>
          );
        },
      },
      { id: "user", header: t("fields.user"), cell: (trace) => trace.userName },
      { id: "source", header: t("fields.source"), cell: (trace) => <span className="text-muted text-sm">{[trace.via, trace.sourceIp].filter(Boolean).join(" · ")}</span>, hideOnCards: true },
    ],
    [t, words],
  );
}
