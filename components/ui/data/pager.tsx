"use client";

import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { buttonClass } from "../controls/button-style";
import { PageLink } from "../controls/page-link";
import { Select } from "../forms/select";

export interface PagerProps {
  /** What is paged: "Private images". */
  label: string;
  /** Links with the cursor in them; undefined where the list ends. */
  previousHref?: string | undefined;
  nextHref?: string | undefined;
  /** "51–100 of 812". */
  range?: ReactNode;
  pageSize: number;
  pageSizes?: readonly number[];
  onPageSize?: (size: number) => void;
}

export function Pager({ label, previousHref, nextHref, range, pageSize, pageSizes = [20, 50, 100], onPageSize }: PagerProps) {
  const t = useTranslations("ui");
  return (
    <nav aria-label={t("pagesOf", { name: label })} className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2 pt-3 text-sm">
      {range === undefined ? null : <span className="me-auto text-muted">{range}</span>}
      {onPageSize === undefined ? null : (
        <Select
          aria-label={t("pageSize")}
          value={String(pageSize)}
          options={pageSizes.map((size) => ({ value: String(size), label: t("perPage", { count: size }) }))}
          onChange={(event) => onPageSize(Number(event.target.value))}
          className="w-auto"
        />
      )}
      <span className="flex gap-1">
        <Step href={previousHref} label={t("previousPage")} icon={<ChevronLeft aria-hidden size={16} />} rel="prev" />
        <Step href={nextHref} label={t("nextPage")} icon={<ChevronRight aria-hidden size={16} />} rel="next" />
      </span>
    </nav>
  );
}

function Step({ href, label, icon, rel }: { href: string | undefined; label: string; icon: ReactNode; rel: string }) {
  if (href === undefined) {
    return (
      <button type="button" aria-disabled className={buttonClass({ off: true, className: "w-8 px-0!" })}>
        {icon}
        <span className="sr-only">{label}</span>
      </button>
    );
  }
  return (
    <PageLink href={href} rel={rel} scroll={false} className={buttonClass({ className: "w-8 px-0!" })}>
      {icon}
      <span className="sr-only">{label}</span>
    </PageLink>
  );
}
