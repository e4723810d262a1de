"use client";

import type { ReactNode } from "react";
import { ConsoleReadError } from "@/lib/platform/browser/read-console";
import type { ErrorCode } from "@/lib/platform/errors";
import { useErrorWords } from "../shell/error-words";
import { EmptyState, NoPermission } from "../ui/feedback/empty-state";
import { ErrorState } from "../ui/feedback/error-state";

/** What to show instead of rows when a refetch failed; undefined while all is well. */
export function useReadFailure(error: Error | null, retry: () => unknown): ReactNode {
  const words = useErrorWords();
  if (error === null) return undefined;
  if (!(error instanceof ConsoleReadError)) return <ErrorState onRetry={() => void retry()} />;
  if (error.code === "permissionDenied") return <NoPermission action={String(error.detail.action ?? "")} />;
  const { title, advice } = words(error.code as ErrorCode); // codes come from our own routes
  if (error.code === "functionOff")
    return (
      <EmptyState kind="off" title={title}>
        {advice}
      </EmptyState>
    );
  return <ErrorState title={title} advice={advice} requestId={error.requestId} onRetry={() => void retry()} />;
}
