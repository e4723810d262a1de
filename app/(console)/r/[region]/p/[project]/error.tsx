"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { PageHeader } from "@/components/ui/layout/page-header";

/** A page that failed to show, inside the frame: the navigation stays, and one may try again. */
export default function PageError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const t = useTranslations("common");
  useEffect(() => {
    reportError(error);
  }, [error]);
  return (
    <>
      <PageHeader title={t("failure.title")} />
      <ErrorState advice={t("failure.body")} requestId={error.digest} onRetry={retry} />
    </>
  );
}
