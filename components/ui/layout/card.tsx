import type { ReactNode } from "react";

export interface CardProps {
  title?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Lets a table or list touch the edges. */
  flush?: boolean;
  id?: string;
}

/** The card is the frame of the table in it. */
const FLUSH = "[&_.table-frame]:rounded-t-none [&_.table-frame]:border-0";

/** A part of a page with its own heading. */
export function Card({ title, actions, children, flush = false, id }: CardProps) {
  return (
    <section id={id} className="rounded-lg border border-line bg-surface">
      {title === undefined ? null : (
        <header className="flex min-h-12 flex-wrap items-center justify-between gap-2 border-line border-b px-4 py-2">
          <h2 className="font-semibold">{title}</h2>
          {actions}
        </header>
      )}
      <div className={flush ? FLUSH : "p-4"}>{children}</div>
    </section>
  );
}
