import clsx from "clsx";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger" | "dangerQuiet";
export type ButtonSize = "sm" | "md";

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent border-transparent hover:bg-accent-hover",
  secondary: "bg-surface text-text border-line-strong/60 shadow-control hover:bg-hover hover:border-line-strong",
  ghost: "border-transparent text-text hover:bg-hover",
  /** Opens the question; the answer in the dialog is the loud one. */
  dangerQuiet: "bg-surface text-danger border-line-strong/60 shadow-control hover:bg-danger-soft hover:border-danger",
  danger: "bg-danger-solid text-on-accent border-transparent hover:bg-danger-solid-hover",
};

const SIZES: Record<ButtonSize, string> = { sm: "h-7 px-2.5 text-sm gap-1.5", md: "h-8 px-3 text-base gap-2" };

const OFF = "border-line bg-sunken text-faint shadow-none";

/** The look shared by buttons and links that act like one. `off` is the look of a control that explains why it is disabled. */
export function buttonClass(options: { variant?: ButtonVariant; size?: ButtonSize; off?: boolean; className?: string }): string {
  const { variant = "secondary", size = "md", off = false, className } = options;
  return clsx(
    "forced-border inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md border font-medium transition-colors duration-100",
    SIZES[size],
    off ? OFF : VARIANTS[variant],
    className,
  );
}
