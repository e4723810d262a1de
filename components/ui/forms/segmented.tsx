"use client";

import type { ReactNode } from "react";

export interface SegmentedProps {
  legend: string;
  name: string;
  options: readonly { readonly value: string; readonly label: ReactNode }[];
  value: string;
  onChange: (value: string) => void;
}

/** One of two to four short words, joined in one control: for switching the view, not for choosing a value to be saved. */
export function Segmented({ legend, name, options, value, onChange }: SegmentedProps) {
  return (
    <fieldset className="inline-flex min-w-0 max-w-full rounded-md border border-line-strong/60 bg-sunken p-0.5">
      <legend className="sr-only">{legend}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="flex h-7 min-w-0 cursor-pointer items-center rounded-sm px-3 text-muted text-sm has-checked:bg-surface has-checked:font-medium has-checked:text-text has-checked:shadow-control has-focus-visible:outline-2 has-focus-visible:outline-focus"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="sr-only"
          />
          <span className="truncate">{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
