"use client";

import ChevronDown from "lucide-react/icons/chevron-down";
import ChevronUp from "lucide-react/icons/chevron-up";
import Pause from "lucide-react/icons/pause";
import Play from "lucide-react/icons/play";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import X from "lucide-react/icons/x";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { formatBytes, formatRate } from "@/lib/platform/format/bytes";
import { formatPercent } from "@/lib/platform/format/number";
import { formatDuration } from "@/lib/platform/format/time";
import { IconButton } from "../ui/controls/icon-button";
import { FactLine, factsText } from "../ui/data/fact-line";
import { ProgressBar } from "../ui/data/progress-bar";

export type UploadState = "waiting" | "uploading" | "paused" | "checking" | "done" | "failed";

export interface UploadItem {
  readonly id: string;
  readonly name: string;
  readonly state: UploadState;
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Bytes per second, once it is steady. */
  readonly rate?: number | undefined;
  readonly secondsLeft?: number | undefined;
  /** What failed, and what mends it. */
  readonly error?: { readonly title: string; readonly advice: string } | undefined;
}

export interface UploadPanelProps {
  uploads: readonly UploadItem[];
  onPause: (id: string) => void;
  onResume: (id: string) => void;
  onRetry: (id: string) => void;
  /** Stops and removes what the server has; for finished ones, takes them off the list. */
  onCancel: (id: string) => void;
}

/**
 * Uploads in the corner of every page, above the router, so they live on while one moves about. The shell leaves as much room below its
 * content as the panel may take, so that scrolling frees whatever it covers.
 */
export function UploadPanel(props: UploadPanelProps) {
  const { uploads } = props;
  const t = useTranslations("shell");
  const [open, setOpen] = useState(true);

  useEffect(() => {
    if (window.matchMedia("(max-width: 639px)").matches) setOpen(false); // a phone's page comes first; the heading still counts
  }, []);

  if (uploads.length === 0) return null;
  const active = uploads.filter(
    (upload) => upload.state === "uploading" || upload.state === "waiting" || upload.state === "checking",
  ).length;
  return (
    <section
      aria-label={t("uploads.title")}
      data-upload-panel={open ? "open" : "closed"}
      className="forced-border fixed end-4 bottom-4 z-30 [body:has([data-page-footer])_&]:bottom-18 w-[calc(100vw-2rem)] overflow-hidden rounded-lg bg-raised shadow-float sm:w-96"
    >
      <header className="flex h-11 items-center justify-between ps-4 pe-2">
        <h2 className="font-semibold">{active > 0 ? t("uploads.active", { count: active }) : t("uploads.title")}</h2>
        <IconButton
          label={open ? t("uploads.collapse") : t("uploads.expand")}
          aria-expanded={open}
          tooltip={false}
          icon={open ? <ChevronDown aria-hidden size={16} /> : <ChevronUp aria-hidden size={16} />}
          onClick={() => setOpen(!open)}
        />
      </header>
      {open ? (
        <ul className="max-h-[40vh] divide-y divide-line overflow-y-auto border-line border-t">
          {uploads.map((upload) => (
            <UploadRow key={upload.id} upload={upload} actions={props} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

const TONES = {
  waiting: "progress",
  uploading: "progress",
  paused: "warning",
  checking: "progress",
  done: "ok",
  failed: "danger",
} as const;

function UploadRow({ upload, actions }: { upload: UploadItem; actions: UploadPanelProps }) {
  const t = useTranslations("shell");
  const { id, name, state } = upload;
  const facts = useProgressFacts(upload);
  const button = (key: "pause" | "resume" | "retry" | "cancel" | "dismiss", icon: ReactNode, run: (id: string) => void) => (
    <IconButton label={t(`uploads.${key}`, { name })} icon={icon} size="sm" onClick={() => run(id)} />
  );
  return (
    <li className="px-4 py-2.5">
      <div className="flex items-center gap-1">
        <span className="min-w-0 flex-1 truncate" title={name}>
          {name}
        </span>
        {state === "uploading" ? button("pause", <Pause aria-hidden size={14} />, actions.onPause) : null}
        {state === "paused" ? button("resume", <Play aria-hidden size={14} />, actions.onResume) : null}
        {state === "failed" ? button("retry", <RotateCcw aria-hidden size={14} />, actions.onRetry) : null}
        {button(state === "done" ? "dismiss" : "cancel", <X aria-hidden size={14} />, actions.onCancel)}
      </div>
      <ProgressBar name={name} percent={state === "checking" ? null : share(upload)} tone={TONES[state]} valueText={factsText(facts)} />
      <p className={state === "failed" ? "mt-1 text-danger text-xs" : "mt-1 text-muted text-xs"}>
        <FactLine facts={facts} />
      </p>
      {state !== "done" && upload.error !== undefined ? <p className="text-muted text-xs">{upload.error.advice}</p> : null}
    </li>
  );
}

function share({ doneBytes, totalBytes }: UploadItem): number {
  return totalBytes === 0 ? 100 : (doneBytes / totalBytes) * 100;
}

/** "1.2 GiB of 4.3 GiB", "38 MiB/s", "1 min 22 sec left", as far as they are known. */
function useProgressFacts(upload: UploadItem): readonly string[] {
  const t = useTranslations("shell");
  const locale = useLocale();
  if (upload.state === "failed") return [upload.error?.title ?? t("uploads.failed")];
  const facts = [t(`uploads.states.${upload.state}`, { percent: formatPercent(share(upload), locale) })];
  facts.push(t("uploads.amount", { done: formatBytes(upload.doneBytes, locale), total: formatBytes(upload.totalBytes, locale) }));
  if (upload.state === "uploading" && upload.rate !== undefined) facts.push(formatRate(upload.rate, locale));
  if (upload.state === "uploading" && upload.secondsLeft !== undefined)
    facts.push(t("uploads.left", { time: formatDuration(upload.secondsLeft, locale) }));
  return facts;
}
