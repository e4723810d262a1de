import type { ReactNode } from "react";

/** What can be done with a row: buttons for the main acts, a menu for the rest. On a card the buttons have a line of their own. */
export function RowActions({ main, menu }: { main?: ReactNode; menu?: ReactNode }) {
  return (
    <span className="row-actions flex items-center justify-end gap-1">
      {main === undefined || main === null ? null : (
        <span data-part="main" className="flex items-center gap-1">
          {main}
        </span>
      )}
      {menu === undefined ? null : <span data-part="menu">{menu}</span>}
    </span>
  );
}
