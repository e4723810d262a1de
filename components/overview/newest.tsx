import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { ImagePage } from "@/lib/images/client";
import type { JobPage } from "@/lib/jobs/client";
import { isEnded } from "@/lib/jobs/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { ImageStatus } from "../images/image-status";
import { jobTargetHref } from "../jobs/job-target";
import { JOB_TONES } from "../jobs/job-tones";
import { ButtonLink, Link } from "../ui/controls/link";
import { Status } from "../ui/data/status";
import { Timestamp } from "../ui/data/timestamp";
import { Card } from "../ui/layout/card";

const SHOWN = 6;

export async function NewestImages({ place, images }: { place: ConsolePlace; images: ImagePage }) {
  const t = await getTranslations("overview");
  return (
    <Newest title={t("newestImages")} all={t("all")} href={hrefIn(place, "/images/private")}>
      {images.items.slice(0, SHOWN).map((image) => (
        <Row key={image.id} name={image.name} href={hrefIn(place, `/images/private/${image.id}`)} status={<ImageStatus image={image} />}>
          <Timestamp value={image.createdAt} />
        </Row>
      ))}
    </Newest>
  );
}

export async function NewestJobs({ place, jobs }: { place: ConsolePlace; jobs: JobPage }) {
  const [t, words] = await Promise.all([getTranslations("overview"), getTranslations("jobs")]);
  return (
    <Newest title={t("newestJobs")} all={t("all")} href={hrefIn(place, "/jobs")} none={t("noJobs")}>
      {jobs.items.slice(0, SHOWN).map((job) => (
        <Row
          key={job.id}
          name={job.targetName}
          href={jobTargetHref(place, job)}
          status={
            <Status tone={JOB_TONES[job.status]} percent={isEnded(job) || job.status === "queued" ? undefined : job.percent}>
              {words(`statuses.${job.status}`)}
            </Status>
          }
        >
          {words(`kinds.${job.kind}`)} · <Timestamp value={job.createdAt} />
        </Row>
      ))}
    </Newest>
  );
}

function Newest({ title, all, href, none, children }: { title: string; all: string; href: string; none?: string; children: ReactNode[] }) {
  const more = (
    <ButtonLink size="sm" variant="ghost" href={href} aria-label={`${all}: ${title}`} className="-me-2">
      {all}
    </ButtonLink>
  );
  return (
    <Card title={title} actions={children.length === 0 ? undefined : more} flush>
      {children.length === 0 ? (
        <p className="px-4 py-10 text-center text-muted text-sm">{none}</p>
      ) : (
        <ul className="divide-y divide-line">{children}</ul>
      )}
    </Card>
  );
}

/** Name and what it is on the left, its state in a column of its own; one under the other where there is no room. */
function Row({ name, href, status, children }: { name: string; href: string; status: ReactNode; children: ReactNode }) {
  return (
    <li className="grid items-start gap-x-4 gap-y-1 px-4 py-2.5 sm:grid-cols-[minmax(0,1fr)_minmax(8rem,40%)]">
      <span className="min-w-0">
        <Link href={href} className="block truncate" title={name}>
          {name}
        </Link>
        <span className="block text-muted text-sm">{children}</span>
      </span>
      <span className="text-sm">{status}</span>
    </li>
  );
}
