"use client";

import clsx from "clsx";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { IconButton } from "../controls/icon-button";
import { TONE_SOFT, TONE_TEXT, type Tone, ToneIcon } from "./tone";

export interface AlertProps {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  /** Links or buttons under the words. */
  actions?: ReactNode;
  onDismiss?: () => void;
}

/** Words about the page or a part of it, in place. A danger is announced at once. */
export function Alert({ tone = "neutral", title, children, actions, onDismiss }: AlertProps) {
  const t = useTranslations("ui");
  return (
    <div role={tone === "danger" ? "alert" : undefined} className={clsx("flex gap-3 rounded-lg border px-4 py-3", TONE_SOFT[tone])}>
      <ToneIcon tone={tone} className={clsx("h-[1lh] shrink-0", TONE_TEXT[tone])} />
      <div className="min-w-0 flex-1">
        {title === undefined ? null : <p className="font-medium">{title}</p>}
        {children === undefined ? null : <div className={title === undefined ? undefined : "text-muted"}>{children}</div>}
        {actions === undefined ? null : <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
      {onDismiss === undefined ? null : (
        <IconButton
          label={t("dismiss")}
          tooltip={false}
          icon={<X aria-hidden size={14} />}
          size="sm"
          className="-me-1"
          onClick={onDismiss}
        />
      )}
    </div>
  );
}
