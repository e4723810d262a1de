import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ProgressBar } from "./progress-bar";

const NEARLY_FULL = 0.8;

export interface MeterProps {
  /** What is counted: "Private images". */
  label: ReactNode;
  /** The same for readers, when `label` is no text. */
  name: string;
  used: number;
  limit: number;
  /** Replaces "12 / 50", e.g. with units. */
  words?: string;
  /** What to do when it is full. */
  children?: ReactNode;
}

/** How much of a limit is used: amber from four fifths on, red at the end. */
export function Meter({ label, name, used, limit, words, children }: MeterProps) {
  const t = useTranslations("ui");
  const share = used / Math.max(1, limit);
  const value = words ?? t("counter", { used, max: limit });
  return (
    <div>
      <p className="mb-1 flex flex-wrap justify-between gap-x-3 text-sm">
        <span className="text-muted">{label}</span>
        <span className={share >= 1 ? "font-medium text-danger" : undefined}>{value}</span>
      </p>
      <ProgressBar
        name={name}
        valueText={value}
        percent={share * 100}
        tone={share >= 1 ? "danger" : share >= NEARLY_FULL ? "warning" : "progress"}
      />
      {share >= 1 && children !== undefined ? <div className="mt-1 text-danger text-sm">{children}</div> : null}
    </div>
  );
}
