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
  /** `sm` is 24 px, the least a finger can hit. */
  size?: "sm" | "md";
}

export function IconButton({ label, icon, badge, tooltip = true, size = "md", className, type = "button", ...rest }: IconButtonProps) {
  const button = (
    <button
      {...rest}
      type={type}
      aria-label={label}
      className={clsx(
        "forced-border inline-flex shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text data-[state=open]:bg-hover",
        size === "sm" ? "size-6" : "size-8",
        badge !== undefined && "relative",
        className,
      )}
    >
      {icon}
      {badge !== undefined && badge > 0 ? (
        <span
          aria-hidden
          data-count={badge > 99 ? "99+" : badge}
          className="-top-0.5 -end-0.5 absolute min-w-4 rounded-full bg-danger-solid px-1 text-center font-semibold text-[0.625rem] text-on-accent leading-4 before:content-[attr(data-count)]"
        />
      ) : null}
    </button>
  );
  return tooltip ? (
    <Tooltip content={label} describes={false}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}
