"use client";

import clsx from "clsx";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "../controls/button";
import { Select, type SelectOption } from "../forms/select";

export interface FilterChip {
  readonly id: string;
  /** "Type: data disk". */
  readonly label: string;
  readonly onRemove: () => void;
}

export interface FilterBarProps {
  /** Search box and selects. */
  children: ReactNode;
  chips?: readonly FilterChip[];
  onClear?: () => void;
  /** Refresh, columns, export: at the end of the bar. */
  tools?: ReactNode;
}

/** Search, filters and tools over a list; under them what is filtered now, each removable. */
export function FilterBar({ children, chips = [], onClear, tools }: FilterBarProps) {
  const t = useTranslations("ui");
  return (
    <div className="mb-3 space-y-2">
      <div className="flex flex-wrap items-center gap-2">
        {children}
        {tools === undefined ? null : <div className="ms-auto flex items-center gap-1">{tools}</div>}
      </div>
      {chips.length === 0 ? null : (
        <ul aria-label={t("filters")} className="flex flex-wrap items-center gap-1.5">
          {chips.map((chip) => (
            <li key={chip.id} className="inline-flex h-6 items-center rounded-full border border-line bg-surface ps-2.5 text-sm">
              {chip.label}
              <button
                type="button"
                aria-label={t("removeFilter", { name: chip.label })}
                onClick={chip.onRemove}
                className="flex size-6 items-center justify-center rounded-full text-muted hover:text-text"
              >
                <X aria-hidden size={12} />
              </button>
            </li>
          ))}
          {onClear === undefined ? null : (
            <li>
              <Button size="sm" variant="ghost" onClick={onClear}>
                {t("clearFilters")}
              </Button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

export interface FilterSelectProps {
  label: string;
  /** Shown for "no filter". */
  allLabel: string;
  options: readonly SelectOption[];
  value: string;
  onChange: (value: string) => void;
}

/** One filter with a fixed set of values. The empty value means all. */
export function FilterSelect({ label, allLabel, options, value, onChange }: FilterSelectProps) {
  return (
    <Select
      aria-label={label}
      placeholder={allLabel}
      options={options}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={clsx(
        "w-auto min-w-32 max-sm:min-w-0 max-sm:grow max-sm:basis-[calc(50%-0.25rem)]",
        value !== "" && "[&>select]:border-accent-text [&>select]:bg-accent-soft",
      )}
    />
  );
}
