"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ActionResult } from "@/lib/platform/http/action";
import type { PolicyProblem } from "@/lib/policies/model";
import { useAct } from "../console/use-act";
import { useErrorWords } from "../shell/error-words";

/** Runs an act of administration; done, the page is read anew. A policy that is refused says on which line. */
export function useIamAct(place: ConsolePlace) {
  const router = useRouter();
  const words = useErrorWords();
  const problem = useProblemWords();
  const { pending, failure, run } = useAct(
    place,
    ({ code, detail }) =>
      code === "policyInvalid" ? { title: words(code).title, advice: problem(detail as unknown as PolicyProblem) } : undefined, // its detail is a problem
  );
  const runAndRefresh = async (work: Promise<ActionResult<unknown>>, done: string): Promise<boolean> => {
    const isDone = await run(work, done);
    if (isDone) router.refresh();
    return isDone;
  };
  return { pending, failure, run: runAndRefresh };
}

/** What is wrong with a policy, and on which line. */
export function useProblemWords() {
  const t = useTranslations("iam.problems");
  return ({ rule, line, value, wanted }: PolicyProblem) => t("line", { line, what: t(rule, { value, wanted }) });
}
