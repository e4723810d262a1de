import clsx from "clsx";
import type { ReactNode } from "react";
import { TONE_SOFT, TONE_TEXT, type Tone } from "../feedback/tone";

/** A short word about a thing: a type, a format, a count. Not a status: that has an icon. */
export function Badge({ children, tone = "neutral" }: { children: ReactNode; tone?: Tone }) {
  return (
    <span
      className={clsx(
        "inline-flex h-5 items-center whitespace-nowrap rounded-sm border px-1.5 font-medium text-xs",
        TONE_SOFT[tone],
        TONE_TEXT[tone],
      )}
    >
      {children}
    </span>
  );
}
