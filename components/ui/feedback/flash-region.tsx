"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "../controls/button";
import { ProgressBar } from "../data/progress-bar";
import { Alert } from "./alert";
import type { Tone } from "./tone";

export interface Flash {
  readonly id: string;
  readonly tone: Tone;
  readonly title: string;
  readonly body?: ReactNode;
  readonly actions?: ReactNode;
  /** 0 to 100 while work goes on; null when it cannot be measured. Such a flash cannot be dismissed. */
  readonly percent?: number | null;
}

/** What happened and what goes on, at the top of the page. The first is open, the others wait behind a count. */
export function FlashRegion({ flashes, onDismiss }: { flashes: readonly Flash[]; onDismiss: (id: string) => void }) {
  const t = useTranslations("ui");
  const [expanded, setExpanded] = useState(false);
  if (flashes.length === 0) return null;
  const shown = expanded ? flashes : flashes.slice(0, 1);
  return (
    <section aria-label={t("notices")} className="mb-4 space-y-2">
      {shown.map((flash) => (
        <Alert
          key={flash.id}
          tone={flash.tone}
          title={flash.title}
          actions={flash.actions}
          onDismiss={flash.percent === undefined ? () => onDismiss(flash.id) : undefined}
        >
          {flash.body}
          {flash.percent === undefined ? null : (
            <div className="mt-1.5 max-w-sm">
              <ProgressBar name={flash.title} percent={flash.percent} />
            </div>
          )}
        </Alert>
      ))}
      {flashes.length > 1 ? (
        <Button size="sm" variant="ghost" aria-expanded={expanded} onClick={() => setExpanded(!expanded)}>
          {expanded ? t("showFewer") : t("showMore", { count: flashes.length - 1 })}
        </Button>
      ) : null}
    </section>
  );
}
