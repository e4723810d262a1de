"use client";

import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ActionFailure } from "@/lib/platform/http/action";
import { HelpLink } from "../help/help-links";
import { useErrorWords } from "../shell/error-words";
import { navItemOf } from "../shell/nav-items";
import { EmptyState, NoPermission } from "../ui/feedback/empty-state";
import { ErrorState } from "../ui/feedback/error-state";

/** What stands in place of a page's content that was refused or failed. */
export function PageFailure({ failure }: { failure: ActionFailure }) {
  const words = useErrorWords();
  const router = useRouter();
  const pages = useTranslations("shell.pages");
  const item = navItemOf(usePathname());
  const of = item === undefined ? undefined : pages(item);
  if (failure.code === "permissionDenied")
    return <NoPermission page of={of} action={String(failure.detail.action ?? "")} actions={<HelpLink to="permissions" />} />;
  const { title, advice } = words(failure.code);
  if (failure.code === "functionOff")
    return (
      <EmptyState kind="off" title={title} page of={of}>
        {advice}
      </EmptyState>
    );
  return <ErrorState title={title} advice={advice} requestId={failure.requestId} onRetry={() => router.refresh()} />;
}
