"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { BulkBar } from "@/components/ui/data/bulk-bar";
import { ColumnMenu } from "@/components/ui/data/column-menu";
import { Meter } from "@/components/ui/data/meter";
import { DateRange, type DayRange } from "@/components/ui/forms/date-range";
import { Segmented } from "@/components/ui/forms/segmented";
import { type EditedTag, TagEditor } from "@/components/ui/forms/tag-editor";
import { Disclosure } from "@/components/ui/layout/disclosure";
import { Row, Section } from "./section";

const TAGS: readonly EditedTag[] = [
  { key: "team", value: "web" },
  { key: "stage", value: "production", removed: true },
  { key: "team", value: "" },
];

/** What lists and forms are worked on with. */
export function Editors() {
  const t = useTranslations("catalogue");
  const [tags, setTags] = useState(TAGS);
  const [range, setRange] = useState<DayRange>({ from: "2026-11-01" });
  const [view, setView] = useState("a");
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set(["size"]));
  const columns = [
    { id: "name", header: t("name"), fixed: true },
    { id: "size", header: t("size") },
    { id: "created", header: t("created") },
  ];
  return (
    <Section title={t("sections.editors")}>
      <BulkBar count={3} total={812} onSelectAll={() => undefined} onClear={() => undefined}>
        <Button size="sm">{t("share")}</Button>
        <Button size="sm" disabledReason={t("reason")}>
          {t("createImage")}
        </Button>
      </BulkBar>
      <TagEditor
        tags={tags}
        onChange={setTags}
        max={3}
        problemOf={(tag, index) => (index === 2 && tag.key === "team" ? t("nameTaken") : undefined)}
      />
      <Row>
        <DateRange legend={t("created")} value={range} onChange={setRange} />
        <Segmented
          legend={t("type")}
          name="view"
          value={view}
          onChange={setView}
          options={[
            { value: "a", label: t("systemImage") },
            { value: "b", label: t("dataImage") },
          ]}
        />
        <ColumnMenu columns={columns} shown={shown} onChange={setShown} onReset={() => setShown(new Set(["size"]))} />
      </Row>
      <div className="grid gap-4 sm:grid-cols-3">
        <Meter label={t("systemImage")} name={t("systemImage")} used={12} limit={50} />
        <Meter label={t("systemImage")} name={t("systemImage")} used={44} limit={50} />
        <Meter label={t("systemImage")} name={t("systemImage")} used={50} limit={50}>
          {t("reason")}
        </Meter>
      </div>
      <Disclosure summary={t("description")}>{t("sentence")}</Disclosure>
    </Section>
  );
}
