"use client";

import { type ReactNode, useState } from "react";
import { DataTable, type DataTableProps } from "../ui/data/data-table";

/** Rows chosen by hand, or all that the filter matches. */
export interface Chosen {
  readonly ids: ReadonlySet<string>;
  readonly all: boolean;
}

export const NOBODY: Chosen = { ids: new Set(), all: false };

export interface ChoosableTableProps<Row extends object> extends Omit<DataTableProps<Row>, "selection"> {
  /** What is done with chosen rows, over the table; left out: rows cannot be chosen. */
  bulk: ((chosen: Chosen, choose: (next: Chosen) => void) => ReactNode) | undefined;
  /** Between that and the table. */
  notice: ReactNode;
}

/** The table of a list and which of its rows are chosen: kept here, so that to choose one draws nothing else of the page anew. */
export function ChoosableTable<Row extends object>({ bulk, notice, ...table }: ChoosableTableProps<Row>) {
  const [chosen, choose] = useState(NOBODY);
  const selection =
    bulk === undefined ? {} : { selection: { ids: chosen.ids, onChange: (ids: ReadonlySet<string>) => choose({ ids, all: false }) } };
  return (
    <>
      {bulk?.(chosen, choose)}
      {notice}
      <DataTable {...table} {...selection} />
    </>
  );
}
