"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { backupQueries } from "@/lib/backups/client";
import { imageQueries } from "@/lib/images/client";
import type { BulkOutcome } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ActionFailure, ActionResult } from "@/lib/platform/http/action";
import { quotaQueries } from "@/lib/quotas/client";
import { useErrorWords } from "../../shell/error-words";
import { notify } from "../../ui/feedback/notify";
import { useRefusalWords } from "./use-refusal-words";

/**
 * Runs an act on images and tells what came of it: what was done in a toast, what was left alone with its reasons in one that stays.
 * `failure` is what refused the whole act, for the dialog to show.
 */
export function useBulkAct(place: ConsolePlace) {
  const t = useTranslations("manage");
  const words = useErrorWords();
  const refusalWords = useRefusalWords();
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure>();

  async function run(act: () => Promise<ActionResult<BulkOutcome>>, doneWords: (count: number) => string): Promise<boolean> {
    setPending(true);
    setFailure(undefined);
    const result = await act();
    await Promise.all([
      client.invalidateQueries({ queryKey: imageQueries.all(place) }),
      client.invalidateQueries({ queryKey: quotaQueries.current(place).queryKey }),
      client.invalidateQueries({ queryKey: ["tags"] }),
      client.invalidateQueries({ queryKey: backupQueries.all(place) }),
    ]);
    setPending(false);
    if (!result.ok) {
      setFailure(result.error);
      return false;
    }
    await tell(result.data, doneWords);
    return true;
  }

  async function tell({ done, skipped }: BulkOutcome, doneWords: (count: number) => string): Promise<void> {
    if (done.length > 0) await notify(doneWords(done.length));
    if (skipped.length === 0) return;
    const reasons = skipped.slice(0, 5).map(({ name, code, detail }) => `${name}: ${refusalWords({ code, detail })}`);
    const { toast } = await import("sonner");
    toast.warning(t("skipped", { count: skipped.length }), { description: reasons.join("\n"), duration: Number.POSITIVE_INFINITY });
  }

  const error = failure === undefined ? undefined : `${words(failure.code).title} ${words(failure.code).advice}`;
  return { run, pending, error };
}
