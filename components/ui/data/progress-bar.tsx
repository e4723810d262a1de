import clsx from "clsx";
import { useLocale } from "next-intl";
import { formatPercent } from "@/lib/platform/format/number";

export interface ProgressBarProps {
  /** What is being done, for readers. */
  name: string;
  /** 0 to 100; null when it cannot be measured. */
  percent: number | null;
  /** Replaces the percentage for readers: "37 percent, 6 minutes left". */
  valueText?: string;
  tone?: "progress" | "ok" | "warning" | "danger";
}

const FILLS = { progress: "bg-accent", ok: "bg-ok", warning: "bg-warn", danger: "bg-danger" } as const;

export function ProgressBar({ name, percent, valueText, tone = "progress" }: ProgressBarProps) {
  const locale = useLocale();
  const value = percent === null ? undefined : Math.min(100, Math.max(0, percent));
  return (
    <div
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === undefined ? undefined : Math.floor(value)}
      aria-valuetext={valueText ?? (value === undefined ? undefined : formatPercent(value, locale))}
      className="forced-border h-1.5 w-full overflow-hidden rounded-full bg-line"
    >
      <div
        data-forced-fill
        className={clsx(
          "h-full rounded-full",
          FILLS[tone],
          value === undefined ? "w-2/5 animate-[indeterminate_1.4s_ease-in-out_infinite]" : "transition-[width]",
        )}
        style={value === undefined ? undefined : { width: `${value}%` }}
      />
    </div>
  );
}
