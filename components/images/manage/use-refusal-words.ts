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
  const t = useTranslations("manage");
  const words = useErrorWords();
  return ({ code, detail }) => (detail?.reason === "protected" ? t("protect.refusal") : words(code).title);
}
