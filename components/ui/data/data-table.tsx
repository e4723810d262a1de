"use client";

import { type RowSelectionState, useTable } from "@tanstack/react-table";
import clsx from "clsx";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { MoreRows, useDrawnRows } from "./drawn-rows";
import { SkeletonRows, TableRow, WholeRow } from "./table-body";
import { TableHead } from "./table-head";
import {
  type Column,
  features,
  fromSelectionState,
  type Selection,
  type Sort,
  toColumnDefs,
  toSelectionState,
  toSorting,
} from "./table-model";

export interface DataTableProps<Row extends object> {
  /** What the table lists, for readers. */
  caption: string;
  /** Keep it stable: module scope or `useMemo`. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Names the row for its checkbox and menu. */
  rowName: (row: Row) => string;
  sort?: Sort | undefined;
  /** Link that sorts by a column; the href keeps filter and page size and drops the cursor. */
  sortHref?: (next: Sort) => string;
  selection?: Selection<Row>;
  rowActions?: (row: Row) => ReactNode;
  /** `loading`: the first time, skeleton rows. `refreshing`: rows stay, a thin bar runs. */
  state?: "ready" | "loading" | "refreshing";
  skeletonRows?: number;
  /** Shown for no rows. */
  empty?: ReactNode;
  /** Shown instead of rows. */
  error?: ReactNode;
}

/** A list of the server: it sorts, filters and pages; the table shows and selects. Cards under 640 px. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowId, rowName, sort, selection, state = "ready", skeletonRows = 20, error } = props;
  const t = useTranslations("ui");
  const table = useTable({
    features,
    columns: useMemo(() => toColumnDefs(columns), [columns]),
    data: rows,
    getRowId: rowId,
    manualSorting: true,
    enableRowSelection: (row) => selection?.whyNot?.(row.original) === undefined,
    state: { sorting: toSorting(sort), rowSelection: toSelectionState(selection?.ids ?? NONE) },
    onRowSelectionChange: (updater) => {
      const before: RowSelectionState = toSelectionState(selection?.ids ?? NONE);
      selection?.onChange(fromSelectionState(typeof updater === "function" ? updater(before) : updater));
    },
  });
  const { drawn, draw } = useDrawnRows(rows.length);
  const span = columns.length + (selection === undefined ? 0 : 1) + (props.rowActions === undefined ? 0 : 1);
  const body = () => {
    if (error !== undefined && error !== null) return <WholeRow span={span}>{error}</WholeRow>;
    if (state === "loading")
      return (
        <SkeletonRows
          columns={columns}
          count={skeletonRows}
          selectable={selection !== undefined}
          actions={props.rowActions !== undefined}
        />
      );
    if (rows.length === 0) return <WholeRow span={span}>{props.empty}</WholeRow>;
    return table
      .getRowModel()
      .rows.slice(0, drawn)
      .map((row) => (
        <TableRow
          key={row.id}
          row={row}
          name={rowName(row.original)}
          selected={selection === undefined ? undefined : row.getIsSelected()}
          reason={selection?.whyNot?.(row.original)}
          columns={columns}
          rowActions={props.rowActions}
        />
      ));
  };
  return (
    <div
      className="table-frame relative overflow-hidden rounded-lg border border-line bg-surface"
      aria-busy={state !== "ready" || drawn < rows.length}
    >
      {state === "refreshing" ? <RefreshBar /> : null}
      {/* Its own scroll area: a wide table scrolls here, the page never does. Cells hold focusable links, so the keyboard reaches it. */}
      <div className="table-scroll relative overflow-x-auto">
        <table {...{ role: "table" }} className={clsx("data-table w-full border-collapse text-sm")}>
          <caption className="sr-only">{caption}</caption>
          <TableHead table={table} props={props} />
          <tbody {...{ role: "rowgroup" }}>
            {body()}
            {drawn < rows.length ? <MoreRows drawn={drawn} draw={draw} /> : null}
          </tbody>
        </table>
      </div>
      {state === "loading" ? (
        <span role="status" className="sr-only">
          {t("loading")}
        </span>
      ) : null}
    </div>
  );
}

const NONE: ReadonlySet<string> = new Set();

function RefreshBar() {
  return (
    <div aria-hidden className="absolute inset-x-0 top-0 z-10 h-0.5 overflow-hidden">
      <div className="h-full w-2/5 animate-[indeterminate_1.2s_ease-in-out_infinite] bg-accent" />
    </div>
  );
}
