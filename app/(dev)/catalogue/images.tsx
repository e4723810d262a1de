"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Link } from "@/components/ui/controls/link";
import { IdText } from "@/components/ui/data/code";
import { Size } from "@/components/ui/data/size";
import { Status } from "@/components/ui/data/status";
import type { Column } from "@/components/ui/data/table-model";
import { Timestamp } from "@/components/ui/data/timestamp";

const GIB = 1024 ** 3;

export interface SampleImage {
  readonly id: string;
  readonly name: string;
  readonly state: "active" | "saving" | "queued" | "killed" | "frozen";
  readonly kind: "systemImage" | "dataImage" | "wholeImage";
  readonly os: string;
  readonly bytes: number;
  readonly createdAt: string;
}

const TONES = { active: "ok", saving: "progress", queued: "neutral", killed: "danger", frozen: "warning" } as const;

/** Sample rows in every state; no data of any tenant. */
export const SAMPLE_IMAGES: readonly SampleImage[] = [
  ["ubuntu-24.04-base", "active", "systemImage", "Ubuntu 24.04 server 64bit", 40],
  ["生产环境-订单服务-2026Q4", "active", "systemImage", "EulerOS 2.9 64bit", 100],
  ["web-01-golden", "saving", "systemImage", "CentOS 7.6 64bit", 61.44],
  ["postgres-data", "active", "dataImage", "Linux", 512],
  ["windows-2022-std", "queued", "systemImage", "Windows Server 2022 Standard 64bit", 80],
  ["erp-full-backup", "frozen", "wholeImage", "Debian 13 64bit", 640],
  ["legacy-import", "killed", "systemImage", "Red Hat Enterprise Linux 6.9 64bit", 40],
  ["build-runner", "active", "systemImage", "Ubuntu 22.04 server 64bit", 120],
].map(([name, state, kind, os, gib], index) => ({
  id: `${index}b5c8e4a-6a0f-4d0e-9a41-7f3bb1f0c2d9`,
  name: String(name),
  state: state as SampleImage["state"], // the literals above; a tuple array widens them to string
  kind: kind as SampleImage["kind"],
  os: String(os),
  bytes: Number(gib) * GIB,
  createdAt: `2026-11-${String(24 - index).padStart(2, "0")}T0${index}:23:51Z`,
}));

export function useImageColumns(): readonly Column<SampleImage>[] {
  const t = useTranslations("catalogue");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("name"),
        rowHeader: true,
        sortable: true,
        cell: (image) => (
          <span className="block min-w-0">
            <Link href="#main" className="break-words">
              {image.name}
            </Link>
            <span className="block">
              <IdText id={image.id} />
            </span>
          </span>
        ),
      },
      {
        id: "status",
        header: t("status"),
        cell: (image) => (
          <Status tone={TONES[image.state]} percent={image.state === "saving" ? 37 : undefined}>
            {t(`states.${image.state}`)}
          </Status>
        ),
      },
      { id: "type", header: t("type"), cell: (image) => t(image.kind) },
      { id: "os", header: t("system"), cell: (image) => image.os },
      { id: "size", header: t("size"), align: "end", sortable: true, cell: (image) => <Size bytes={image.bytes} /> },
      { id: "created_at", header: t("created"), sortable: true, hideOnCards: true, cell: (image) => <Timestamp value={image.createdAt} /> },
    ],
    [t],
  );
}
