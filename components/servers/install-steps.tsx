"use client";

import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { recordInstallAction } from "@/lib/servers/actions";
import { INSTALL_STEPS, type InstallStep, type ServerView, whyNotServer } from "@/lib/servers/model";
import { hrefIn } from "../console/page-place";
import { useWhyForbidden } from "../console/rights";
import { useAct } from "../console/use-act";
import { useErrorWords } from "../shell/error-words";
import { Button } from "../ui/controls/button";
import { ButtonLink, Link } from "../ui/controls/link";
import { Timestamp } from "../ui/data/timestamp";
import { Alert } from "../ui/feedback/alert";
import { Card } from "../ui/layout/card";

/** The way from an ISO image to a system disk image in its four steps, with what has been done (PRI-09). */
export function InstallSteps({ place, server }: { place: ConsolePlace; server: ServerView }) {
  const t = useTranslations("servers");
  const words = useErrorWords();
  const forbidden = useWhyForbidden();
  const { pending, failure, run } = useAct(place);
  const { install } = server;
  if (install === null) return null;
  const doneAt: Record<InstallStep, string | null> = { os: install.osInstalledAt, drivers: install.driversInstalledAt };
  const next = INSTALL_STEPS.find((step) => doneAt[step] === null);
  const refusal = whyNotServer("install", server);
  const whyNow = (step: InstallStep) => {
    if (next !== step) return t("install.later");
    return refusal === undefined ? undefined : words(refusal.code).title;
  };
  const record = (step: InstallStep) => run(recordInstallAction(place, { serverId: server.id, step }), t("install.recorded"));
  return (
    <Card title={t("install.title")}>
      <ol className="space-y-3">
        <li>
          1. {t("install.iso")} · <Link href={hrefIn(place, `/images/private/${install.isoImageId}`)}>{server.imageName}</Link>
        </li>
        {INSTALL_STEPS.map((step, index) => (
          <li key={step} className="flex flex-wrap items-center gap-3">
            <span>
              {index + 2}. {t(`install.${step}`)}
            </span>
            {doneAt[step] === null ? (
              <Button
                size="sm"
                loading={pending && next === step}
                onClick={() => void record(step)}
                disabledReason={forbidden("ecs:servers:update") ?? whyNow(step)}
              >
                {t("install.mark")}
              </Button>
            ) : (
              <Timestamp value={doneAt[step]} />
            )}
          </li>
        ))}
        <li className="flex flex-wrap items-center gap-3">
          <span>4. {t("install.image")}</span>
          {next === undefined ? (
            <ButtonLink
              size="sm"
              variant="primary"
              href={hrefIn(place, `/images/private/create/from?route=systemFromServer&source=${server.id}`)}
              disabledReason={forbidden("ims:serverImages:create")}
            >
              {t("actions.createImage")}
            </ButtonLink>
          ) : null}
        </li>
      </ol>
      {failure === undefined ? null : (
        <Alert tone="danger" title={failure.title}>
          {failure.advice}
        </Alert>
      )}
    </Card>
  );
}
