"use client";

import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { useFieldControl } from "./field";

export interface InputProps extends ComponentProps<"input"> {
  /** The unit behind a number: "GiB". */
  suffix?: ReactNode;
}

/** One line of text or a number. Inside `<Field>` it takes its name and description from there. */
export function Input({ suffix, className, ...rest }: InputProps) {
  const control = useFieldControl();
  const input = (
    <input {...control} {...rest} className={clsx("control h-8 w-full min-w-0 px-2.5", suffix !== undefined && "pe-12", className)} />
  );
  if (suffix === undefined) return input;
  return (
    <span className="relative block">
      {input}
      <span className="pointer-events-none absolute inset-y-0 end-3 flex items-center text-muted text-sm">{suffix}</span>
    </span>
  );
}
