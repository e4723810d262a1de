"use client";

import { useTranslations } from "next-intl";
import { JobBell } from "@/components/shell/job-bell";
import type { NavGroup } from "@/components/shell/nav-items";
import { Palette } from "@/components/shell/palette";
import { UploadPanel } from "@/components/shell/upload-panel";
import { SAMPLE_IMAGES } from "../images";

const HERE = "/catalogue";
const GIB = 1024 ** 3;
const nothing = () => undefined;

export function SamplePalette({ groups }: { groups: readonly NavGroup[] }) {
  const t = useTranslations("catalogue");
  const search = async (query: string) =>
    SAMPLE_IMAGES.filter((image) => image.name.includes(query))
      .slice(0, 8)
      .map((image) => ({ id: image.id, label: image.name, hint: image.id.slice(0, 8), group: t("systemImage"), href: HERE }));
  return <Palette groups={groups} search={search} />;
}

export function SampleJobs() {
  const t = useTranslations("catalogue");
  return (
    <JobBell
      unread={1}
      allHref={HERE}
      jobs={[
        { id: "1", kind: t("createImage"), target: "web-01-golden", state: t("states.saving"), tone: "progress", percent: 37, href: HERE },
        { id: "2", kind: t("createImage"), target: "legacy-import", state: t("states.killed"), tone: "danger", href: HERE },
        { id: "3", kind: t("export"), target: "ubuntu-24.04-base", state: t("states.active"), tone: "ok", href: HERE },
      ]}
    />
  );
}

export function SampleUploads() {
  const t = useTranslations("catalogue");
  const file = { doneBytes: 1.2 * GIB, totalBytes: 4.29 * GIB };
  return (
    <UploadPanel
      onPause={nothing}
      onResume={nothing}
      onRetry={nothing}
      onCancel={nothing}
      uploads={[
        { id: "1", name: "centos-7.6-x86_64-golden.qcow2", state: "uploading", ...file, rate: 38 * 1024 ** 2, secondsLeft: 82 },
        { id: "2", name: "data.vmdk", state: "paused", ...file },
        { id: "3", name: "broken.vhd", state: "failed", ...file, error: { title: t("nameTaken"), advice: t("chooseAnother") } },
      ]}
    />
  );
}
