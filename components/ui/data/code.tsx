"use client";

import { useTranslations } from "next-intl";
import { shortId } from "@/lib/platform/format/number";
import { CopyButton } from "../controls/copy-button";

/** Text of a machine in a line of prose. */
export function Mono({ children }: { children: string }) {
  return <code className="break-all rounded-sm border border-line bg-sunken px-1 py-px font-mono text-[0.92em]">{children}</code>;
}

/** A block of code with a copy button. */
export function CodeBlock({ code, name }: { code: string; name: string }) {
  return (
    <div className="relative rounded-lg border border-line bg-sunken">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls sideways must be reachable by keyboard
        tabIndex={0}
        aria-label={name}
        className="scroll-fade overflow-x-auto rounded-lg py-3 ps-4 pe-12 [--fade-end:-3rem] [--fade-start:-1rem] [--fade-width:5rem] [--fade:var(--sunken)] [--less:''] [--more:'']"
      >
        <pre className="font-mono text-sm">
          <code>{code}</code>
        </pre>
      </section>
      <span className="absolute end-2 top-2 rounded-md bg-sunken">
        <CopyButton value={code} name={name} />
      </span>
    </div>
  );
}

/** An id: short in lists, whole on detail pages, always whole when copied. */
export function IdText({ id, name, whole = false }: { id: string; name?: string; whole?: boolean }) {
  const t = useTranslations("ui");
  return (
    <span className="inline-flex max-w-full items-center gap-0.5">
      <code className="min-w-0 break-all font-mono text-[0.92em] text-muted" title={whole ? undefined : id}>
        {whole ? id : shortId(id)}
      </code>
      <CopyButton value={id} name={name ?? t("id")} className="-my-1" />
    </span>
  );
}
