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
  /** Why it cannot be used now; its tooltip says so. */
  disabledReason?: string | undefined;
  /** `sm` is 24 px, the least a finger can hit. */
  size?: "sm" | "md";
}

export function IconButton(props: IconButtonProps) {
  const { label, icon, badge, tooltip = true, disabledReason, size = "md", className, type = "button", ...rest } = props;
  const off = disabledReason !== undefined;
  const button = (
    <button
      {...rest}
      {...(off ? { "aria-disabled": true, "aria-description": disabledReason, onClick: undefined } : {})}
      type={type}
      aria-label={label}
      className={clsx(
        "forced-border inline-flex shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text data-[state=open]:bg-hover",
        size === "sm" ? "size-6" : "size-8",
        badge !== undefined && "relative",
        off && "cursor-not-allowed opacity-50",
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
  return tooltip || off ? (
    <Tooltip content={disabledReason ?? label} describes={false}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}
