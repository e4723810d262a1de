"use client";

import Bell from "lucide-react/icons/bell";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { IconButton } from "../ui/controls/icon-button";
import { ButtonLink, Link } from "../ui/controls/link";
import { ProgressBar } from "../ui/data/progress-bar";
import { Status } from "../ui/data/status";
import { announce } from "../ui/feedback/announcer";
import type { Tone } from "../ui/feedback/tone";
import { Popover } from "../ui/overlays/popover";

export interface BellJob {
  readonly id: string;
  /** "Create image". */
  readonly kind: string;
  /** What it works on: the image's name. */
  readonly target: string;
  readonly state: string;
  readonly tone: Tone;
  /** 0 to 100 while it runs, null while it waits, undefined when it has ended. */
  readonly percent?: number | null;
  readonly href: string;
}

export interface JobBellProps {
  /** Running first, then unread failures, then done: the server's order. */
  jobs: readonly BellJob[];
  /** Failures nobody has looked at. */
  unread: number;
  allHref: string;
  /** Opened: the failures count as read. */
  onOpen?: () => void;
  /** Said politely when it changes: "Export of web-01 finished". */
  announcement?: string | undefined;
}

export function JobBell({ jobs, unread, allHref, onOpen, announcement }: JobBellProps) {
  const t = useTranslations("shell");
  const [open, setOpen] = useState(false);
  const running = jobs.filter((job) => job.percent !== undefined).length;

  useEffect(() => {
    if (announcement !== undefined) announce(announcement);
  }, [announcement]);

  const change = (next: boolean) => {
    setOpen(next);
    if (next) onOpen?.();
  };
  const trigger = (
    <IconButton label={t("jobBell", { running, unread })} tooltip={false} badge={unread} icon={<BellIcon busy={running > 0} />} />
  );
  return (
    <Popover trigger={trigger} label={t("recentJobs")} align="end" open={open} onOpenChange={change} className="w-96">
      <h2 className="border-line border-b px-4 py-2.5 font-semibold">{t("recentJobs")}</h2>
      {jobs.length === 0 ? (
        <p className="px-4 py-8 text-center text-muted text-sm">{t("noJobs")}</p>
      ) : (
        <ul className="max-h-80 divide-y divide-line overflow-y-auto">
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} onFollow={() => setOpen(false)} />
          ))}
        </ul>
      )}
      <div className="border-line border-t p-2">
        <ButtonLink href={allHref} variant="ghost" size="sm" className="w-full" onClick={() => setOpen(false)}>
          {t("allJobs")}
        </ButtonLink>
      </div>
    </Popover>
  );
}

function JobRow({ job, onFollow }: { job: BellJob; onFollow: () => void }) {
  return (
    <li className="px-4 py-2.5">
      <div className="flex items-start justify-between gap-3">
        <Link href={job.href} quiet onClick={onFollow} className="min-w-0">
          <span className="block truncate font-medium">{job.target}</span>
          <span className="block truncate text-muted text-sm">{job.kind}</span>
        </Link>
        <span className="shrink-0 text-sm">
          <Status tone={job.tone} percent={job.percent ?? undefined}>
            {job.state}
          </Status>
        </span>
      </div>
      {job.percent === undefined || job.percent === null ? null : (
        <div className="mt-2">
          <ProgressBar name={`${job.kind} ${job.target}`} percent={job.percent} />
        </div>
      )}
    </li>
  );
}

function BellIcon({ busy }: { busy: boolean }) {
  return (
    <span className="relative">
      <Bell aria-hidden size={16} />
      {busy ? <span aria-hidden className="-bottom-1 absolute inset-x-0 h-0.5 animate-pulse rounded-full bg-accent-text" /> : null}
    </span>
  );
}
