"use client";

import { type ComponentProps, type ReactNode, useId } from "react";

export interface SwitchProps extends Omit<ComponentProps<"input">, "type" | "role"> {
  label: ReactNode;
  hint?: ReactNode;
}

// A native checkbox states `checked` by itself; the role only changes its name.
const SWITCH = { role: "switch" } as const;

/** On or off, in force at once. For a choice that waits for "save", use a checkbox. */
export function Switch({ label, hint, ...rest }: SwitchProps) {
  const id = useId();
  return (
    <label className="flex items-start gap-2.5">
      <span className="relative mt-[0.1875rem] inline-flex h-4 w-7 shrink-0">
        <input
          {...rest}
          type="checkbox"
          {...SWITCH}
          aria-describedby={hint === undefined ? undefined : id}
          className="peer forced-border absolute -inset-1 m-1 h-4 w-7 cursor-pointer appearance-none rounded-full bg-line-strong transition-colors checked:bg-accent disabled:opacity-50"
        />
        <span
          className="pointer-events-none absolute start-0.5 top-0.5 size-3 rounded-full bg-on-accent transition-transform peer-checked:translate-x-3"
          data-forced-fill
        />
      </span>
      <span className="min-w-0">
        {label}
        {hint === undefined ? null : (
          <span id={id} className="block text-muted text-sm">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
