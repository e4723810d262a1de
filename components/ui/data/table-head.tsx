"use client";

import type { ReactTable } from "@tanstack/react-table";
import clsx from "clsx";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import { useTranslations } from "next-intl";
import { startTransition, useOptimistic } from "react";
import { PageLink } from "../controls/page-link";
import { Checkbox } from "../forms/checkbox";
import type { DataTableProps } from "./data-table";
import { type Column, type Features, nextSort, ROOM_CLASS, type Sort } from "./table-model";

// As in the body: cards are made by CSS `display`, which would drop table semantics.
const COLUMN = { role: "columnheader" } as const;
const HEAD = "h-9 border-line border-b bg-sunken px-3 text-start font-medium text-muted whitespace-nowrap";

export function TableHead<Row extends object>({ table, props }: { table: ReactTable<Features, Row>; props: DataTableProps<Row> }) {
  const t = useTranslations("ui");
  return (
    <thead {...{ role: "rowgroup" }}>
      <tr {...{ role: "row" }}>
        {props.selection === undefined ? null : (
          <th {...COLUMN} scope="col" className={clsx(HEAD, "w-10 pe-0!")}>
            <ChooseAll table={table} props={props} />
          </th>
        )}
        {props.columns.map((column) => (
          <HeadCell key={column.id} column={column} sort={props.sort} sortHref={props.sortHref} />
        ))}
        {props.rowActions === undefined ? null : (
          <th {...COLUMN} scope="col" data-cell="actions" className={clsx(HEAD, "w-px text-end! sm:sticky sm:end-0")}>
            {t("actions")}
          </th>
        )}
      </tr>
    </thead>
  );
}

/** Shows at once what was chosen; the rows and what is done with them follow, however many there are. */
function ChooseAll<Row extends object>({ table, props }: { table: ReactTable<Features, Row>; props: DataTableProps<Row> }) {
  const t = useTranslations("ui");
  const able = props.state !== "loading" && props.rows.length > 0;
  const [all, showAll] = useOptimistic(able && table.getIsAllRowsSelected());
  return (
    <Checkbox
      label={<span className="font-normal sm:sr-only">{t("selectAll")}</span>}
      disabled={!able}
      checked={all}
      indeterminate={!all && table.getIsSomeRowsSelected()}
      onChange={({ target: { checked } }) =>
        startTransition(() => {
          showAll(checked);
          table.toggleAllRowsSelected(checked);
        })
      }
    />
  );
}

function HeadCell<Row>({
  column,
  sort,
  sortHref,
}: {
  column: Column<Row>;
  sort: Sort | undefined;
  sortHref: ((next: Sort) => string) | undefined;
}) {
  const sorted = sort?.id === column.id ? (sort.desc ? "descending" : "ascending") : undefined;
  const className = clsx(HEAD, column.align === "end" && "text-end!", column.wideOnly && ROOM_CLASS[column.wideOnly]);
  const style = column.width === undefined ? undefined : { width: column.width };
  if (!column.sortable || sortHref === undefined) {
    return (
      <th {...COLUMN} scope="col" className={className} style={style}>
        {column.header}
      </th>
    );
  }
  return (
    <th {...COLUMN} scope="col" aria-sort={sorted ?? "none"} className={className} style={style}>
      <PageLink
        href={sortHref(nextSort(sort, column.id))}
        scroll={false}
        className={clsx(
          "group -mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:text-text",
          sorted !== undefined && "text-text",
        )}
      >
        {column.header}
        <SortMark sorted={sorted} />
      </PageLink>
    </th>
  );
}

function SortMark({ sorted }: { sorted: "ascending" | "descending" | undefined }) {
  if (sorted === "ascending") return <ArrowUp aria-hidden size={12} />;
  if (sorted === "descending") return <ArrowDown aria-hidden size={12} />;
  return <ChevronsUpDown aria-hidden size={12} className="text-faint opacity-60 group-hover:opacity-100" />;
}
