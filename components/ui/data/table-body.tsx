"use client";

import type { Row as TableRowModel } from "@tanstack/react-table";
import clsx from "clsx";
import { useTranslations } from "next-intl";
import { Activity, memo, type ReactNode } from "react";
import { Skeleton } from "../feedback/skeleton";
import { Checkbox } from "../forms/checkbox";
import type { DataTableProps } from "./data-table";
import { type Column, type Features, ROOM_CLASS } from "./table-model";

// Cards are made by CSS `display`, which would drop table semantics in some browsers: the roles are stated.
const ROW = { role: "row" } as const;
const CELL = { role: "cell" } as const;
const ROW_HEADER = { role: "rowheader" } as const;

const CELL_CLASS = "h-10 border-line border-b px-3 py-1.5 align-middle font-normal";
/** Stays in sight while a wide table scrolls under it. */
const ACTIONS_CLASS = "py-0! pe-1! text-end sm:sticky sm:end-0 sm:bg-surface sm:group-hover/row:bg-hover";
const ROW_CLASS = "group/row border-line max-sm:border-b last:border-b-0 sm:[&:last-child>*]:border-b-0 hover:bg-hover";

interface TableRowProps<Row extends object> extends Pick<DataTableProps<Row>, "columns" | "rowActions"> {
  /** Keeps its identity while the rows are the same. */
  row: TableRowModel<Features, Row>;
  name: string;
  /** Undefined where rows cannot be selected. */
  selected: boolean | undefined;
  /** Why it cannot be selected. */
  reason: string | undefined;
}

/**
 * Drawn anew only when it has changed itself: choosing one of a hundred rows must not draw the others. What the server drew comes to life
 * row by row, the one that is clicked first; so what a row says may depend on its data alone, not on what was read since.
 */
export const TableRow = memo(function TableRow<Row extends object>(props: TableRowProps<Row>) {
  return (
    <Activity>
      <LivingRow {...props} />
    </Activity>
  );
}) as <Row extends object>(props: TableRowProps<Row>) => ReactNode; // memo forgets that it is generic

function LivingRow<Row extends object>(props: TableRowProps<Row>) {
  const { row, name, selected, reason, columns, rowActions } = props;
  const t = useTranslations("ui");
  return (
    <tr {...ROW} aria-selected={selected} className={clsx(ROW_CLASS, selected && "bg-accent-soft hover:bg-accent-soft")}>
      {selected === undefined ? null : (
        <td {...CELL} data-cell="select" className={clsx(CELL_CLASS, "sm:pe-0!")}>
          <Checkbox
            label={t("selectRow", { name })}
            labelHidden
            checked={selected}
            disabledReason={reason}
            onChange={row.getToggleSelectedHandler()}
          />
        </td>
      )}
      <Cells row={row.original} columns={columns} />
      {rowActions === undefined ? null : (
        <td {...CELL} data-cell="actions" className={clsx(CELL_CLASS, ACTIONS_CLASS, selected && "sm:bg-accent-soft!")}>
          {rowActions(row.original)}
        </td>
      )}
    </tr>
  );
}

/** Drawn anew only for another row or other columns: choosing all of a hundred rows must not draw their cells. */
const Cells = memo(function Cells<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  return columns.map((column) => (
    <BodyCell key={column.id} column={column}>
      {column.cell(row)}
    </BodyCell>
  ));
}) as <Row>(props: { row: Row; columns: readonly Column<Row>[] }) => ReactNode; // as above

function BodyCell<Row>({ column, children }: { column: Column<Row>; children: ReactNode }) {
  const className = clsx(
    CELL_CLASS,
    column.align === "end" && "text-end",
    column.align === "end" || column.noWrap ? "sm:whitespace-nowrap" : "sm:min-w-24",
    column.hideOnCards && "max-sm:hidden!",
    column.wideOnly && ROOM_CLASS[column.wideOnly],
  );
  if (column.rowHeader) {
    return (
      <th
        {...ROW_HEADER}
        scope="row"
        data-cell="name"
        className={clsx(className, "text-start sm:min-w-32 sm:max-w-56 min-[90rem]:max-w-72 2xl:max-w-96")}
      >
        {children}
      </th>
    );
  }
  return (
    <td {...CELL} data-label={column.header} className={className}>
      {children}
    </td>
  );
}

/** One cell over the whole width: for nothing, and for errors. */
export function WholeRow({ span, children }: { span: number; children: ReactNode }) {
  return (
    <tr {...ROW}>
      <td {...CELL} colSpan={span} data-cell="whole" className="p-3">
        {children}
      </td>
    </tr>
  );
}

export interface SkeletonRowsProps<Row> {
  columns: readonly Column<Row>[];
  count: number;
  selectable: boolean;
  actions: boolean;
}

const WIDTHS = ["w-3/4", "w-1/2", "w-2/3", "w-3/5"];

export function SkeletonRows<Row>({ columns, count, selectable, actions }: SkeletonRowsProps<Row>) {
  return Array.from({ length: count }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
    <tr {...ROW} key={index} aria-hidden className={ROW_CLASS}>
      {selectable ? <td data-cell="select" className={CELL_CLASS} /> : null}
      {columns.map((column, at) => (
        <td
          key={column.id}
          data-cell={column.rowHeader ? "name" : undefined}
          className={clsx(CELL_CLASS, column.hideOnCards && "max-sm:hidden!", column.wideOnly && ROOM_CLASS[column.wideOnly])}
        >
          <Skeleton className={clsx("h-3.5", WIDTHS[(index + at) % WIDTHS.length], column.align === "end" && "sm:ms-auto")} />
        </td>
      ))}
      {actions ? <td data-cell="actions" className={CELL_CLASS} /> : null}
    </tr>
  ));
}
