"use client";

import { useTranslations } from "next-intl";
import type { SkippedImage } from "@/lib/images/model";
import { useListed } from "../../ui/data/use-listed";
import { Alert } from "../../ui/feedback/alert";
import { useRefusalWords } from "./use-refusal-words";

const SHOWN = 5;

/** Images an act would leave alone, by reason. */
export function SkippedList({ skipped }: { skipped: readonly SkippedImage[] }) {
  const t = useTranslations("manage");
  const listed = useListed();
  const words = useRefusalWords();
  if (skipped.length === 0) return null;
  const reasons = [...Map.groupBy(skipped, (image) => words(image))];
  return (
    <Alert tone="warning" title={t("willSkip", { count: skipped.length })}>
      <ul className="list-disc space-y-1 ps-5">
        {reasons.map(([reason, images]) => (
          <li key={reason}>
            {reason}
            <span className="block break-words text-text">
              {listed(images.slice(0, SHOWN).map(({ name }) => name))}
              {images.length > SHOWN ? ` +${images.length - SHOWN}` : ""}
            </span>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
