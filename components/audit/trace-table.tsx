"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { TraceView } from "@/lib/audit/model";
import type { TraceListFilter } from "@/lib/audit/schemas";
import type { ErrorCode } from "@/lib/platform/errors";
import { ResourceList } from "../console/resource-list";
import { useListAddress } from "../console/use-list-address";
import { useRefusalWords } from "../images/manage/use-refusal-words";
import { IdText } from "../ui/data/code";
import { FilterSelect } from "../ui/data/filter-bar";
import { Status } from "../ui/data/status";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";

const OUTCOMES = ["done", "refused", "failed"] as const;
const VIAS = ["console", "ims-api", "openstack", "system"] as const;
const TONES = { done: "ok", refused: "warning", failed: "danger" } as const;

interface Props {
  page: { readonly items: readonly TraceView[]; readonly nextCursor: string | null; readonly previousCursor: string | null };
  filter: TraceListFilter;
}

export function TraceTable({ page, filter }: Props) {
  const t = useTranslations("audit");
  const columns = useTraceColumns();
  const address = useListAddress(filter, toSearchParams);
  const byOutcome = (
    <FilterSelect
      label={t("fields.outcome")}
      allLabel={t("allOutcomes")}
      value={filter.outcome ?? ""}
      options={OUTCOMES.map((outcome) => ({ value: outcome, label: t(`outcomes.${outcome}`) }))}
      onChange={(value) => address.go({ outcome: OUTCOMES.find((outcome) => outcome === value) })}
    />
  );
  return (
    <ResourceList
      title={t("title")}
      header={{ help: t("help") }}
      query={{ data: page, error: null, isPending: false, isFetching: false, refetch: () => undefined }}
      address={address}
      filters={byOutcome}
      empty={{}}
      table={{ columns, rowId: (trace) => trace.id, rowName: (trace) => trace.trace }}
    />
  );
}

/** The filter in the address: only what differs from the default appears. */
function toSearchParams({ outcome, resourceId, size, cursor }: TraceListFilter): URLSearchParams {
  const values = { outcome, resourceId, size: size === 50 ? undefined : String(size), cursor };
  return new URLSearchParams(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

/** Columns of a list of audit traces. */
export function useTraceColumns(): readonly Column<TraceView>[] {
  const t = useTranslations("audit");
  return useMemo(
    () => [
      { id: "time", header: t("fields.time"), noWrap: true, cell: (trace) => <Timestamp value={trace.time} /> },
      {
        id: "trace",
        header: t("fields.trace"),
        rowHeader: true,
        cell: (trace) => <code className="font-mono text-sm">{trace.trace}</code>,
      },
      {
        id: "resource",
        header: t("fields.resource"),
        cell: (trace) => (
          <span className="block min-w-0">
            <span className="wrap-anywhere block sm:line-clamp-2 sm:min-w-40" title={trace.resourceName ?? undefined}>
              {trace.resourceName ?? "–"}
            </span>
            {trace.resourceId === null ? null : <IdText id={trace.resourceId} name={t("fields.resourceId")} />}
          </span>
        ),
      },
      {
        id: "outcome",
        header: t("fields.outcome"),
        cell: (trace) => {
          const outcome = OUTCOMES.find((known) => known === trace.outcome) ?? "failed";
          return (
            <Status
              tone={TONES[outcome]}
              note={trace.code === null ? undefined : <Reason trace={trace.trace} code={trace.code as ErrorCode} detail={trace.detail} />} // written from the error table
            >
              {t(`outcomes.${outcome}`)}
            </Status>
          );
        },
      },
      { id: "user", header: t("fields.user"), cell: (trace) => trace.userName },
      {
        id: "source",
        header: t("fields.source"),
        cell: (trace) => {
          const via = VIAS.find((known) => known === trace.via);
          const words = [via === undefined ? trace.via : t(`via.${via}`), trace.sourceIp];
          return <span className="text-muted text-sm">{words.filter(Boolean).join(" · ")}</span>;
        },
        noWrap: true,
        hideOnCards: true,
      },
    ],
    [t],
  );
}

/** Why it was refused or failed; a missing right names the authorisation item, for whoever is to grant it. */
function Reason({ trace, code, detail }: { trace: string; code: ErrorCode; detail: unknown }) {
  const t = useTranslations("audit");
  const words = useRefusalWords();
  const known: Readonly<Record<string, unknown>> = typeof detail === "object" && detail !== null ? { ...detail } : {};
  if (trace === "login" && code === "unauthenticated") return t("wrongSignIn");
  if (code !== "permissionDenied" || typeof known.action !== "string") return words({ code, detail: known });
  return (
    <>
      {t("missing")} <code className="break-all font-mono">{known.action}</code>
    </>
  );
}
