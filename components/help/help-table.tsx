import clsx from "clsx";
import type { ReactNode } from "react";

export interface FactColumn {
  readonly id: string;
  readonly label: string;
  /** Keeps its words on one line. */
  readonly tight?: boolean;
  /** Holds sentences. */
  readonly prose?: boolean;
}

export interface FactRow {
  readonly id: string;
  readonly cells: Readonly<Record<string, ReactNode>>;
}

/** A table of fixed facts: no sorting, no script. Looks like `DataTable` and becomes cards where it does. */
export function HelpTable({ caption, columns, rows }: { caption: string; columns: readonly FactColumn[]; rows: readonly FactRow[] }) {
  const [first, ...others] = columns;
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <table {...{ role: "table" }} className="data-table w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead {...{ role: "rowgroup" }}>
          <tr {...{ role: "row" }}>
            {columns.map(({ id, label }) => (
              <th
                key={id}
                scope="col"
                className={clsx(
                  "h-9 border-line border-b bg-sunken px-3 text-start font-medium text-muted sm:whitespace-nowrap",
                  columns.length === 2 && id === first?.id && "sm:w-2/5", // so that tables of pairs under each other line up
                )}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...{ role: "rowgroup" }}>
          {rows.map(({ id, cells }) => (
            <tr key={id} id={id} {...{ role: "row" }} className="border-line not-last:border-b">
              <th {...{ role: "rowheader" }} scope="row" data-cell="name" className="px-3 py-2 text-start align-top font-medium">
                {first === undefined ? null : cells[first.id]}
              </th>
              {others.map((column) => (
                <td
                  key={column.id}
                  {...{ role: "cell" }}
                  data-label={column.label}
                  data-cell={column.prose ? "prose" : undefined}
                  className={clsx("px-3 py-2 align-top", column.tight && "sm:whitespace-nowrap")}
                >
                  <div className="min-w-0">{cells[column.id]}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
