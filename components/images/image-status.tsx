"use client";

import { useTranslations } from "next-intl";
import type { ImageView } from "@/lib/images/model";
import type { ErrorCode } from "@/lib/platform/errors";
import { useErrorWords } from "../shell/error-words";
import { Status } from "../ui/data/status";

/** Dot, word, progress; for a failed image the reason under it. */
export function ImageStatus({ image }: { image: Pick<ImageView, "state" | "job" | "failureCode"> }) {
  const t = useTranslations("images");
  const words = useErrorWords();
  const label = t(`states.${image.state}`);
  switch (image.state) {
    case "creating":
      return (
        <Status tone="progress" percent={image.job?.percent} note={stageNote(image.job?.stage)}>
          {label}
        </Status>
      );
    case "error":
      return (
        <Status tone="danger" note={image.failureCode === null ? undefined : words(image.failureCode as ErrorCode).title}>
          {label}
        </Status>
      );
    case "normal":
    case "published":
      return (
        <Status tone="ok" note={image.job === null ? undefined : t("converting")} percent={image.job?.percent}>
          {label}
        </Status>
      );
    case "deleted":
      return <Status tone="neutral">{label}</Status>;
  }

  function stageNote(stage: string | null | undefined) {
    const known = STAGES.find((name) => name === stage);
    return known === undefined ? t("stages.queued") : t(`stages.${known}`);
  }
}

const STAGES = ["unwrap", "inspect", "convert", "verify", "detect", "register", "prepare", "copy", "transfer", "turn"] as const;
