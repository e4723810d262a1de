import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { ImagePage } from "@/lib/images/client";
import type { JobPage } from "@/lib/jobs/client";
import { isEnded } from "@/lib/jobs/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { QuotaView } from "@/lib/quotas/model";
import { hrefIn } from "../console/page-place";
import { ImageStatus } from "../images/image-status";
import { jobTargetHref } from "../jobs/job-target";
import { JOB_TONES } from "../jobs/job-tones";
import { ButtonLink, Link } from "../ui/controls/link";
import { ProgressBar } from "../ui/data/progress-bar";
import { Status } from "../ui/data/status";
import { Timestamp } from "../ui/data/timestamp";
import { Card } from "../ui/layout/card";
import { PageHeader } from "../ui/layout/page-header";

export interface OverviewData {
  readonly quota: QuotaView;
  readonly images: ImagePage;
  readonly failed: number;
  readonly jobs: JobPage;
  readonly publicImages: number;
}

export async function Overview({ place, data }: { place: ConsolePlace; data: OverviewData }) {
  const t = await getTranslations("overview");
  const { quota } = data;
  const running = data.jobs.items.filter((job) => !isEnded(job)).length;
  const used = t("ofLimit", { used: quota.imagesUsed, limit: quota.imagesLimit });
  return (
    <>
      <PageHeader title={t("title")} help={t("help")} />
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <Figure label={t("privateImages")} value={used} href={hrefIn(place, "/images/private")}>
          <ProgressBar name={t("privateImages")} valueText={used} percent={(quota.imagesUsed / Math.max(1, quota.imagesLimit)) * 100} />
        </Figure>
        <Figure label={t("running")} value={String(running)} href={hrefIn(place, "/jobs")} />
        <Figure label={t("failed")} value={String(data.failed)} href={hrefIn(place, "/images/private?state=error")} />
        <Figure label={t("publicImages")} value={String(data.publicImages)} href={hrefIn(place, "/images/public")} />
      </div>
      <div className="mt-4 grid gap-4 xl:grid-cols-2">
        {data.images.total === 0 ? <FirstSteps place={place} /> : <NewestImages place={place} images={data.images} />}
        <NewestJobs place={place} jobs={data.jobs} />
      </div>
    </>
  );
}

function Figure({ label, value, href, children }: { label: string; value: string; href: string; children?: ReactNode }) {
  return (
    <Card>
      <p className="text-muted text-sm">{label}</p>
      <p className="mt-1 font-semibold text-2xl tabular-nums">
        <Link href={href} quiet>
          {value}
        </Link>
      </p>
      {children === undefined ? null : <div className="mt-3">{children}</div>}
    </Card>
  );
}

async function FirstSteps({ place }: { place: ConsolePlace }) {
  const t = await getTranslations("overview");
  const steps = [
    { id: "upload", href: hrefIn(place, "/buckets") },
    { id: "register", href: hrefIn(place, "/images/private/create") },
    { id: "server", href: hrefIn(place, "/images/private") },
  ] as const;
  return (
    <Card title={t("firstSteps")}>
      <ol className="space-y-4">
        {steps.map((step, index) => (
          <li key={step.id} className="flex gap-3">
            <span aria-hidden className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft font-medium text-accent-text text-sm">
              {index + 1}
            </span>
            <span className="min-w-0">
              <Link href={step.href} className="font-medium">
                {t(`steps.${step.id}.title`)}
              </Link>
              <span className="block text-muted text-sm">{t(`steps.${step.id}.body`)}</span>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

async function NewestImages({ place, images }: { place: ConsolePlace; images: ImagePage }) {
  const t = await getTranslations("overview");
  const more = (
    <ButtonLink size="sm" variant="ghost" href={hrefIn(place, "/images/private")}>
      {t("all")}
    </ButtonLink>
  );
  return (
    <Card title={t("newestImages")} actions={more} flush>
      <ul className="divide-y divide-line">
        {images.items.slice(0, 6).map((image) => (
          <li key={image.id} className="flex items-start justify-between gap-4 px-4 py-2.5">
            <Link href={hrefIn(place, `/images/private/${image.id}`)} className="min-w-0 truncate font-medium">
              {image.name}
            </Link>
            <span className="shrink-0 text-sm">
              <ImageStatus image={image} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

async function NewestJobs({ place, jobs }: { place: ConsolePlace; jobs: JobPage }) {
  const [t, words] = await Promise.all([getTranslations("overview"), getTranslations("jobs")]);
  return (
    <Card title={t("newestJobs")} flush>
      {jobs.items.length === 0 ? <p className="px-4 py-10 text-center text-muted text-sm">{t("noJobs")}</p> : null}
      <ul className="divide-y divide-line">
        {jobs.items.slice(0, 6).map((job) => (
          <li key={job.id} className="flex items-start justify-between gap-4 px-4 py-2.5">
            <span className="min-w-0">
              <Link href={jobTargetHref(place, job)} className="block truncate font-medium">
                {job.targetName}
              </Link>
              <span className="block text-muted text-sm">
                {words(`kinds.${job.kind}`)} · <Timestamp value={job.createdAt} />
              </span>
            </span>
            <span className="shrink-0 text-sm">
              <Status tone={JOB_TONES[job.status]}>{words(`statuses.${job.status}`)}</Status>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
