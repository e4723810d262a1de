"use client";

import { useTranslations } from "next-intl";
import type { ServerView } from "@/lib/servers/model";
import { Status } from "../ui/data/status";

export const SERVER_TONES = {
  building: "progress",
  stopped: "neutral",
  running: "ok",
  error: "danger",
  frozen: "warning",
  deleted: "neutral",
} as const;

/** The server's state, that its software failed, and while its disk still fills from the image, how far that is. */
export function ServerStatus({ server }: { server: Pick<ServerView, "state" | "faultyAt" | "job"> }) {
  const t = useTranslations("servers");
  const filling = server.job?.kind === "fillVolume";
  const faulty = server.faultyAt !== null && server.state !== "building";
  const note = faulty ? t("faulty") : filling ? t("filling", { percent: server.job?.percent ?? 0 }) : undefined;
  return (
    <Status tone={faulty ? "danger" : SERVER_TONES[server.state]} note={note}>
      {t(`statuses.${server.state}`)}
    </Status>
  );
}
