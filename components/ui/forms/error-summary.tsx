"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";

export interface FormProblem {
  /** Id of the control, as given to its `<Field id>`. */
  readonly fieldId: string;
  readonly message: string;
}

/** Everything wrong with a form, at its top, each a link to its field. It takes focus when `attempt` grows: once per press of Next. */
export function ErrorSummary({ problems, attempt }: { problems: readonly FormProblem[]; attempt: number }) {
  const t = useTranslations("ui");
  const ref = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (attempt > 0) ref.current?.focus();
  }, [attempt]);

  if (problems.length === 0) return null;
  return (
    <div ref={ref} tabIndex={-1} role="alert" className="rounded-lg border border-danger/40 bg-danger-soft px-4 py-3">
      <p className="font-medium text-danger">{t("problems", { count: problems.length })}</p>
      <ul className="mt-1 list-disc ps-5 text-danger">
        {problems.map((problem) => (
          <li key={problem.fieldId}>
            <a
              href={`#${problem.fieldId}`}
              className="block w-fit rounded-sm py-0.5 underline underline-offset-2"
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(problem.fieldId)?.focus();
              }}
            >
              {problem.message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
