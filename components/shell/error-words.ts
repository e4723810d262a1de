import { useTranslations } from "next-intl";
import type { ErrorCode } from "@/lib/platform/errors";

/** Words for a refusal: what happened and what mends it. Works in server and client components. */
export function useErrorWords(): (code: ErrorCode) => { title: string; advice: string } {
  const t = useTranslations("errors");
  return (code) => ({ title: t(`${code}.title`), advice: t(`${code}.advice`) });
}
