"use client";

import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Tooltip } from "../overlays/tooltip";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children" | "aria-label"> {
  /** Its name for everyone: read aloud and shown as a tooltip. */
  label: string;
  icon: ReactNode;
  /** A count on the corner; give the words for it in `label`. */
  badge?: number | undefined;
  tooltip?: boolean;
}

export function IconButton({ label, icon, badge, tooltip = true, className, type = "button", ...rest }: IconButtonProps) {
  const button = (
    <button
      {...rest}
      type={type}
      aria-label={label}
      className={clsx(
        "forced-border relative inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text data-[state=open]:bg-hover",
        className,
      )}
    >
      {icon}
      {badge !== undefined && badge > 0 ? (
        <span
          aria-hidden
          className="-top-0.5 -end-0.5 absolute min-w-4 rounded-full bg-danger-solid px-1 text-center font-semibold text-[0.625rem] text-on-accent leading-4"
        >
          {badge > 99 ? "99+" : badge}
        </span>
      ) : null}
    </button>
  );
  return tooltip ? <Tooltip content={label}>{button}</Tooltip> : button;
}
