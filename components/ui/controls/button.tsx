"use client";

import { type ComponentProps, type MouseEvent, type ReactNode, useId } from "react";
import { Tooltip } from "../overlays/tooltip";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-style";
import { Spinner } from "./spinner";

export interface ButtonProps extends Omit<ComponentProps<"button">, "disabled"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** Shows a spinner and ignores clicks; the label stays, so the width does. */
  loading?: boolean;
  /** Why it cannot be used now. The button keeps focus and says so to everyone; clicks do nothing. */
  disabledReason?: string | undefined;
  disabled?: boolean;
}

export function Button(props: ButtonProps) {
  const {
    variant,
    size,
    icon,
    loading = false,
    disabledReason,
    disabled = false,
    className,
    children,
    onClick,
    type = "button",
    ...rest
  } = props;
  const reasonId = useId();
  const inert = loading || disabled || disabledReason !== undefined;
  const button = (
    <button
      {...rest}
      type={inert ? "button" : type}
      aria-describedby={disabledReason === undefined ? rest["aria-describedby"] : reasonId}
      aria-disabled={inert || undefined}
      aria-busy={loading || undefined}
      className={buttonClass({ variant, size, off: disabled || disabledReason !== undefined, className })}
      onClick={inert ? swallow : onClick}
    >
      {loading ? <Spinner /> : icon}
      {children}
      {disabledReason === undefined ? null : (
        <span id={reasonId} hidden>
          {disabledReason}
        </span>
      )}
    </button>
  );
  return disabledReason === undefined ? (
    button
  ) : (
    <Tooltip content={disabledReason} describes={false}>
      {button}
    </Tooltip>
  );
}

function swallow(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
