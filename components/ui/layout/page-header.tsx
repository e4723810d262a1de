import type { ReactNode } from "react";
import { Breadcrumb, type Crumb } from "./breadcrumb";
import { HelpPopover } from "./help-popover";

export interface PageHeaderProps {
  title: ReactNode;
  /** How many there are, already in words of the language. */
  count?: ReactNode;
  crumbs?: readonly Crumb[];
  /** Status, ids, "last updated": beside or under the title. */
  meta?: ReactNode;
  /** What this page is, in two or three sentences. */
  help?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, count, crumbs, meta, help, actions }: PageHeaderProps) {
  return (
    <header className="mb-4">
      {crumbs === undefined ? null : <Breadcrumb crumbs={crumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <div className="flex min-h-8 items-center gap-x-2">
            <h1 className="min-w-0 break-words font-semibold text-xl">{title}</h1>
            {count === undefined ? null : <span className="text-faint text-lg">{count}</span>}
            {help === undefined ? null : <HelpPopover>{help}</HelpPopover>}
          </div>
          {meta === undefined ? null : <div className="mt-0.5 flex flex-wrap items-start gap-x-4 gap-y-1 text-muted text-sm">{meta}</div>}
        </div>
        {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  );
}
