import clsx from "clsx";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import LoaderCircle from "lucide-react/icons/loader-circle";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { useLocale } from "next-intl";
import type { ReactNode } from "react";
import { formatPercent } from "@/lib/platform/format/number";
import { TONE_TEXT, type Tone } from "../feedback/tone";

const ICONS = { neutral: CircleDashed, progress: LoaderCircle, ok: CircleCheck, warning: TriangleAlert, danger: CircleAlert } as const;

export interface StatusProps {
  tone: Tone;
  children: ReactNode;
  /** 0 to 100 while in transition. */
  percent?: number | undefined;
  /** A second line: "usable in zone 2 only". */
  note?: ReactNode;
}

/** Icon, word, and the percentage while it changes. On a card it ends where the other values do. */
export function Status({ tone, children, percent, note }: StatusProps) {
  const locale = useLocale();
  const Icon = ICONS[tone];
  return (
    <span className="inline-block align-middle text-start max-sm:in-[td]:text-end">
      <span className="flex items-start gap-1.5 max-sm:in-[td]:justify-end">
        <Icon
          aria-hidden
          size={14}
          className={clsx("h-[1lh] shrink-0", TONE_TEXT[tone], tone === "progress" && "animate-spin [animation-duration:2s]")}
        />
        <span className="min-w-0 break-keep sm:whitespace-nowrap">
          {children}
          {percent === undefined ? null : <span className="ms-1.5 text-muted">{formatPercent(percent, locale)}</span>}
        </span>
      </span>
      {note === undefined ? null : <span className="block ps-5 text-muted text-xs max-sm:in-[td]:ps-0 sm:in-[td]:min-w-41">{note}</span>}
    </span>
  );
}
