import clsx from "clsx";
import type { ReactNode } from "react";

/**
 * What can be done with a row: buttons for the main acts, a menu for the rest. On a card the buttons have a line of their own.
 * A menu's dots or else the last button end where the heading does.
 */
export function RowActions({ main, menu }: { main?: ReactNode; menu?: ReactNode }) {
  return (
    <span className={clsx("row-actions flex items-center justify-end gap-1", menu === undefined && "sm:pe-2")}>
      {main === undefined || main === null ? null : (
        <span data-part="main" className="flex items-center gap-1">
          {main}
        </span>
      )}
      {menu === undefined ? null : <span data-part="menu">{menu}</span>}
    </span>
  );
}
