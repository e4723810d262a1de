"use client";

import clsx from "clsx";
import ChevronDown from "lucide-react/icons/chevron-down";
import type { ComponentProps, ReactNode } from "react";
import { useFieldControl } from "./field";

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SelectProps extends Omit<ComponentProps<"select">, "children"> {
  options: readonly SelectOption[];
  /** Shown while nothing is chosen. */
  placeholder?: string;
  children?: ReactNode;
}

/** The platform's own list of choices: right on every keyboard, reader and phone. For long or loaded lists use `Combobox`. */
export function Select({ options, placeholder, className, children, ...rest }: SelectProps) {
  const control = useFieldControl();
  return (
    <span className={clsx("relative block", className)}>
      <select {...control} {...rest} className="control h-8 w-full appearance-none ps-2.5 pe-8">
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
        {children}
      </select>
      <ChevronDown aria-hidden size={14} className="pointer-events-none absolute end-2.5 top-1/2 -translate-y-1/2 text-muted" />
    </span>
  );
}
