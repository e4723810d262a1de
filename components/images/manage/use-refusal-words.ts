"use client";

import { useTranslations } from "next-intl";
import type { ErrorCode } from "@/lib/platform/errors";
import { useErrorWords } from "../../shell/error-words";

interface Refused {
  readonly code: ErrorCode;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

/** Why an act on an image is refused, in one sentence; closer to the matter than the words of its code where there are any. */
export function useRefusalWords(): (refusal: Refused) => string {
  const t = useTranslations("ui");
  const words = useErrorWords();
  return ({ code, detail }) => {
    if (detail?.reason === "protected") return t("refusedProtected");
    if (code === "permissionDenied") return t("refusedAction", { action: String(detail?.action ?? "") });
    return words(code).title;
  };
}
