"use client";

import { useTranslations } from "next-intl";
import type { ServerView } from "@/lib/servers/model";
import { Status } from "../ui/data/status";

const TONES = { building: "progress", stopped: "neutral", running: "ok", error: "danger", deleted: "neutral" } as const;

/** The server's state, and while its disk still fills from the image, how far that is. */
export function ServerStatus({ server }: { server: Pick<ServerView, "status" | "job"> }) {
  const t = useTranslations("servers");
  const filling = server.job?.kind === "fillVolume";
  return (
    <Status tone={TONES[server.status]} note={filling ? t("filling", { percent: server.job?.percent ?? 0 }) : undefined}>
      {t(`statuses.${server.status}`)}
    </Status>
  );
}
