"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/controls/button";
import { Alert } from "@/components/ui/feedback/alert";
import { EmptyState, NoPermission } from "@/components/ui/feedback/empty-state";
import { FlashRegion } from "@/components/ui/feedback/flash-region";
import { notify } from "@/components/ui/feedback/notify";
import { Section } from "./section";

export function Feedback() {
  const t = useTranslations("catalogue");
  return (
    <Section title={t("sections.feedback")}>
      {(["neutral", "progress", "ok", "warning"] as const).map((tone) => (
        <Alert key={tone} tone={tone} title={t("createImage")} onDismiss={tone === "ok" ? () => undefined : undefined}>
          {t("sentence")}
        </Alert>
      ))}
      <Alert tone="danger">{t("nameTaken")}</Alert>
      <FlashRegion
        onDismiss={() => undefined}
        flashes={[
          { id: "1", tone: "progress", title: t("states.saving"), percent: 42 },
          { id: "2", tone: "ok", title: t("createImage"), body: t("sentence") },
        ]}
      />
      <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        <EmptyState kind="nothing" actions={<Button variant="primary">{t("createImage")}</Button>} />
        <EmptyState kind="noMatch" actions={<Button>{t("all")}</Button>} />
        <EmptyState kind="nothingHere" />
        <EmptyState kind="off" />
        <NoPermission action="ims:images:list" />
      </div>
      <Button onClick={() => notify(t("createImage"), { undo: { label: t("delete"), run: () => undefined } })}>{t("toast")}</Button>
    </Section>
  );
}
