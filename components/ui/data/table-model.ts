import {
  type ColumnDef,
  type RowSelectionState,
  rowSelectionFeature,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
} from "@tanstack/react-table";
import type { ReactNode } from "react";

/** Only what lists use: the server sorts, filters and pages, so no row models are bundled. */
export const features = tableFeatures({ rowSelectionFeature, rowSortingFeature });
export type Features = typeof features;

/** Hides a column where there is no room for it, by `wideOnly`. */
export const ROOM_CLASS = { 1440: "max-[90rem]:hidden!", 1536: "max-2xl:hidden!" } as const;

export interface Column<Row> {
  /** Key of the column; the sort key of the server when `sortable`. */
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly sortable?: boolean;
  /** Numbers stand at the end edge. */
  readonly align?: "end";
  /** CSS width of the column. */
  readonly width?: string;
  /** Short words that must stay on one line; numbers do so by themselves. */
  readonly noWrap?: boolean;
  /** The cell that names the row; exactly one column should set it. */
  readonly rowHeader?: boolean;
  /** Shown only where there is room, from this width on; what it says must stand on the detail page, too. Unit: CSS pixels. */
  readonly wideOnly?: keyof typeof ROOM_CLASS;
  /** Left out where the table turns into cards (under 640 px). */
  readonly hideOnCards?: boolean;
}

export interface Sort {
  readonly id: string;
  readonly desc: boolean;
}

export interface Selection<Row> {
  readonly ids: ReadonlySet<string>;
  readonly onChange: (ids: ReadonlySet<string>) => void;
  /** Why a row cannot be selected; undefined when it can. */
  readonly whyNot?: (row: Row) => string | undefined;
}

export function toColumnDefs<Row extends object>(columns: readonly Column<Row>[]): ColumnDef<Features, Row>[] {
  return columns.map((column) => ({ id: column.id, header: column.header, enableSorting: column.sortable ?? false }));
}

export function toSorting(sort: Sort | undefined): SortingState {
  return sort === undefined ? [] : [{ id: sort.id, desc: sort.desc }];
}

export function toSelectionState(ids: ReadonlySet<string>): RowSelectionState {
  return Object.fromEntries([...ids].map((id) => [id, true as const]));
}

export function fromSelectionState(state: RowSelectionState): ReadonlySet<string> {
  return new Set(Object.keys(state).filter((id) => state[id]));
}

/** The order a click asks for: ascending first, then descending, then ascending again. There is always an order. */
export function nextSort(current: Sort | undefined, id: string): Sort {
  return { id, desc: current?.id === id && !current.desc };
}
