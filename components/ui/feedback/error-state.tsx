"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "../controls/button";
import { CopyButton } from "../controls/copy-button";
import { Alert } from "./alert";

export interface ErrorStateProps {
  /** What failed, in words; from the error table when a code is known. */
  title?: ReactNode;
  /** What to do about it. */
  advice?: ReactNode;
  /** For the operator's log. */
  requestId?: string | undefined;
  onRetry?: () => void;
  retrying?: boolean;
}

/** Something could not be loaded or done: what, what to do, the request id to quote, and another try. */
export function ErrorState({ title, advice, requestId, onRetry, retrying = false }: ErrorStateProps) {
  const t = useTranslations("ui");
  const retry =
    onRetry === undefined ? undefined : (
      <Button size="sm" onClick={onRetry} loading={retrying}>
        {t("retry")}
      </Button>
    );
  return (
    <Alert tone="danger" title={title ?? t("error.title")} actions={retry}>
      {advice ?? t("error.advice")}
      {requestId === undefined ? null : (
        <span className="mt-1 flex flex-wrap items-center gap-1 text-sm">
          {t("requestId")}
          <span className="flex items-center gap-1">
            <code className="break-all font-mono max-sm:text-xs">{requestId}</code>
            <CopyButton value={requestId} name={t("requestId")} />
          </span>
        </span>
      )}
    </Alert>
  );
}
