"use client";

import clsx from "clsx";
import { type ComponentProps, type ReactNode, useId } from "react";

export interface CheckboxProps extends Omit<ComponentProps<"input">, "type" | "children"> {
  label: ReactNode;
  hint?: ReactNode;
  /** Keeps the label for readers only: in tables. */
  labelHidden?: boolean;
  indeterminate?: boolean;
  /** Why it cannot be ticked now. */
  disabledReason?: string | undefined;
}

export function Checkbox({ label, hint, labelHidden = false, indeterminate = false, disabledReason, className, ...rest }: CheckboxProps) {
  const id = useId();
  const described = hint ?? disabledReason;
  return (
    <label
      className={clsx("flex items-start gap-2", disabledReason !== undefined && "text-faint", className)}
      title={labelHidden ? disabledReason : undefined}
    >
      <span className="-mx-1 flex h-[1.375rem] min-w-6 items-center justify-center in-[table]:mx-0">
        <input
          {...rest}
          type="checkbox"
          ref={(node) => {
            if (node !== null) node.indeterminate = indeterminate;
          }}
          disabled={rest.disabled || disabledReason !== undefined}
          aria-describedby={described === undefined ? undefined : `${id}-hint`}
          className="size-4 accent-(--accent)"
        />
      </span>
      <span className={labelHidden ? "sr-only" : "min-w-0"}>
        {label}
        {described === undefined ? null : (
          <span id={`${id}-hint`} className={labelHidden ? "sr-only" : "block text-muted text-sm"}>
            {described}
          </span>
        )}
      </span>
    </label>
  );
}
