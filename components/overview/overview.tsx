import clsx from "clsx";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { ImagePage } from "@/lib/images/client";
import type { JobPage } from "@/lib/jobs/client";
import { isEnded } from "@/lib/jobs/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { QuotaView } from "@/lib/quotas/model";
import { hrefIn } from "../console/page-place";
import { Link } from "../ui/controls/link";
import { ProgressBar } from "../ui/data/progress-bar";
import { Card } from "../ui/layout/card";
import { PageHeader } from "../ui/layout/page-header";
import { NewestImages, NewestJobs } from "./newest";

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
      <div className="grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-4">
        <Figure label={t("privateImages")} value={used} href={hrefIn(place, "/images/private")}>
          <ProgressBar name={t("privateImages")} valueText={used} percent={(quota.imagesUsed / Math.max(1, quota.imagesLimit)) * 100} />
        </Figure>
        <Figure label={t("running")} value={String(running)} href={hrefIn(place, "/jobs")} />
        <Figure
          label={t("failed")}
          value={String(data.failed)}
          href={hrefIn(place, "/images/private?state=error")}
          alarming={data.failed > 0}
        />
        <Figure label={t("publicImages")} value={String(data.publicImages)} href={hrefIn(place, "/images/public")} />
      </div>
      <div className="mt-4 grid gap-4 xl:grid-cols-2">
        {data.images.total === 0 ? <FirstSteps place={place} /> : <NewestImages place={place} images={data.images} />}
        <NewestJobs place={place} jobs={data.jobs} />
      </div>
    </>
  );
}

interface FigureProps {
  label: string;
  value: string;
  href: string;
  alarming?: boolean;
  children?: ReactNode;
}

/** One number, the whole card leading to what it counts. */
function Figure({ label, value, href, alarming = false, children }: FigureProps) {
  return (
    <section className="relative rounded-lg border border-line bg-surface p-4 focus-within:border-accent-text hover:border-line-strong">
      <h2 className="text-muted text-sm">
        <Link href={href} quiet className="after:absolute after:inset-0 after:rounded-lg">
          {label}
        </Link>
      </h2>
      <p className={clsx("mt-1 font-semibold text-2xl tabular-nums", alarming && "text-danger")}>{value}</p>
      {children === undefined ? null : <div className="mt-3">{children}</div>}
    </section>
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
            <span
              aria-hidden
              className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft font-medium text-accent-text text-sm"
            >
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
