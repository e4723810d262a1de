"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/data/badge";
import { CodeBlock, IdText, Mono } from "@/components/ui/data/code";
import { DataTable } from "@/components/ui/data/data-table";
import { KeyValues } from "@/components/ui/data/key-values";
import { ProgressBar } from "@/components/ui/data/progress-bar";
import { Size } from "@/components/ui/data/size";
import { Status } from "@/components/ui/data/status";
import { Timestamp } from "@/components/ui/data/timestamp";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { Tabs } from "@/components/ui/layout/tabs";
import { Wizard } from "@/components/ui/layout/wizard";
import { useImageColumns } from "./images";
import { Row, Section } from "./section";

const ID = "0b5c8e4a-6a0f-4d0e-9a41-7f3bb1f0c2d9";

export function Data() {
  const t = useTranslations("catalogue");
  const columns = useImageColumns();
  const table = { caption: t("title"), columns, rows: [], rowId: () => "", rowName: () => "" };
  return (
    <Section title={t("sections.data")}>
      <Row>
        <Status tone="ok">{t("states.active")}</Status>
        <Status tone="progress" percent={37}>
          {t("states.saving")}
        </Status>
        <Status tone="neutral">{t("states.queued")}</Status>
        <Status tone="warning" note={t("sentence")}>
          {t("states.frozen")}
        </Status>
        <Status tone="danger">{t("states.killed")}</Status>
      </Row>
      <Row>
        {(["neutral", "progress", "ok", "warning", "danger"] as const).map((tone) => (
          <Badge key={tone} tone={tone}>
            {t("systemImage")}
          </Badge>
        ))}
        <Mono>qemu-img check</Mono>
      </Row>
      <div className="grid gap-4 sm:grid-cols-4">
        <ProgressBar name={t("createImage")} percent={37} />
        <ProgressBar name={t("createImage")} percent={null} />
        <ProgressBar name={t("createImage")} percent={100} tone="ok" />
        <ProgressBar name={t("createImage")} percent={60} tone="danger" />
      </div>
      <Tabs
        label={t("title")}
        tabs={[
          { href: "/catalogue", label: t("title") },
          { href: "/catalogue/other", label: t("share"), count: 3 },
        ]}
      />
      <KeyValues
        items={[
          { id: "id", label: "ID", value: <IdText id={ID} whole /> },
          { id: "size", label: t("size"), value: <Size bytes={4_608_491_520} /> },
          { id: "at", label: t("created"), value: <Timestamp value="2026-11-24T02:23:51Z" /> },
          { id: "none", label: t("encrypted"), value: undefined },
          { id: "text", label: t("description"), value: t("sentence"), wide: true },
        ]}
      />
      <CodeBlock
        name="curl"
        code={'curl -H "X-Auth-Token: $TOKEN" "$IMS/v2/images?limit=20&__imagetype=private&sort_key=created_at&sort_dir=desc"'}
      />
      <DataTable {...table} state="loading" skeletonRows={3} />
      <DataTable {...table} empty={<EmptyState kind="noMatch" />} />
      <DataTable {...table} error={<ErrorState requestId={ID} onRetry={() => undefined} />} />
      <Wizard
        steps={[
          { id: "a", label: t("type"), href: "/catalogue" },
          { id: "b", label: t("size") },
          { id: "c", label: t("created") },
        ]}
        current="b"
        footer={<Badge>{t("createImage")}</Badge>}
      >
        <p className="text-muted">{t("sentence")}</p>
      </Wizard>
    </Section>
  );
}
