import ChevronRight from "lucide-react/icons/chevron-right";
import type { ReactNode } from "react";

/** A part of a form or page that few need: closed until asked for, found by the browser's search all the same. */
export function Disclosure({ summary, open = false, children }: { summary: ReactNode; open?: boolean; children: ReactNode }) {
  return (
    <details open={open} className="group/disclosure">
      <summary className="flex min-h-8 list-none items-center gap-1.5 rounded-sm font-medium text-accent-text [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden size={14} className="shrink-0 transition-transform group-open/disclosure:rotate-90" />
        {summary}
      </summary>
      <div className="pt-2">{children}</div>
    </details>
  );
}
