"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { type PolicyDocument, parsePolicy } from "@/lib/policies/model";
import { Alert } from "../ui/feedback/alert";
import { FieldError } from "../ui/forms/field";
import { Segmented } from "../ui/forms/segmented";
import { Card } from "../ui/layout/card";
import { PolicyPicker } from "./policy-picker";
import { useProblemWords } from "./use-iam-act";

interface Props {
  readonly actions: readonly string[];
  /** JSON as it stands; the one truth behind both views. */
  readonly value: string;
  readonly onChange: (text: string) => void;
}

const LINES_MIN = 12;

/** A policy in two views of the same JSON: choosing, and typing with the line that is wrong. */
export function PolicyEditor({ actions, value, onChange }: Props) {
  const t = useTranslations("iam.policies");
  const id = useId();
  const words = useProblemWords();
  const [view, setView] = useState("visual");
  const parsed = parsePolicy(value, actions);
  const problem = "problem" in parsed ? parsed.problem : undefined;
  const lines = Math.max(LINES_MIN, value.split("\n").length);
  const write = (document: PolicyDocument) => onChange(JSON.stringify(document, null, 2));
  const views = (
    <Segmented
      legend={t("edit")}
      name="view"
      value={view}
      onChange={setView}
      options={["visual", "json"].map((each) => ({ value: each, label: t(each === "json" ? "json" : "visual") }))}
    />
  );
  const wrong = problem === undefined ? null : words(problem);
  return (
    <Card title={t("effect")} actions={views}>
      {view === "visual" ? (
        "document" in parsed ? (
          <PolicyPicker document={parsed.document} actions={actions} onChange={write} />
        ) : (
          <Alert tone="warning" title={t("broken")}>
            {wrong}
          </Alert>
        )
      ) : (
        <>
          <label htmlFor={id} className="text-muted text-sm">
            {t("jsonHint")}
          </label>
          <div className="mt-1.5 flex overflow-hidden rounded-md border border-line-strong/60 bg-surface font-mono text-sm leading-6">
            <ol aria-hidden className="shrink-0 select-none border-line border-e bg-sunken py-2 text-end text-faint">
              {Array.from({ length: lines }, (_, index) => (
                <li
                  // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
                  key={index}
                  className={index + 1 === problem?.line ? "bg-danger-soft px-2 font-semibold text-danger" : "px-2"}
                >
                  {index + 1}
                </li>
              ))}
            </ol>
            <textarea
              id={id}
              value={value}
              rows={lines}
              wrap="off"
              spellCheck={false}
              aria-invalid={problem !== undefined || undefined}
              aria-describedby={problem === undefined ? undefined : `${id}-error`}
              onChange={(event) => onChange(event.target.value)}
              className="min-w-0 flex-1 resize-none overflow-x-auto bg-transparent px-3 py-2 -outline-offset-2"
            />
          </div>
          {wrong === null ? null : <FieldError id={`${id}-error`}>{wrong}</FieldError>}
        </>
      )}
    </Card>
  );
}
