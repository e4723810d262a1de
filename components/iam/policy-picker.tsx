"use client";

import Plus from "lucide-react/icons/plus";
import { useTranslations } from "next-intl";
import { STATEMENTS_MAX } from "@/lib/policies/constraints";
import type { PolicyDocument, PolicyStatement } from "@/lib/policies/model";
import { Button } from "../ui/controls/button";
import { StatementFields } from "./statement-fields";

interface Props {
  readonly document: PolicyDocument;
  readonly actions: readonly string[];
  readonly onChange: (document: PolicyDocument) => void;
}

/** The statements of a policy, each to be chosen from what there is. */
export function PolicyPicker({ document, actions, onChange }: Props) {
  const t = useTranslations("iam.policies");
  const statements = document.Statement;
  const write = (next: readonly PolicyStatement[]) => onChange({ ...document, Statement: next });
  return (
    <div className="space-y-6">
      {statements.map((statement, index) => (
        <StatementFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a statement is its place
          key={index}
          number={index + 1}
          statement={statement}
          actions={actions}
          onChange={(changed) => write(statements.with(index, changed))}
          onRemove={statements.length === 1 ? undefined : () => write(statements.toSpliced(index, 1))}
        />
      ))}
      <Button
        icon={<Plus aria-hidden size={16} />}
        disabled={statements.length >= STATEMENTS_MAX}
        onClick={() => write([...statements, { Effect: "Deny", Action: ["ims:images:delete"] }])}
      >
        {t("addStatement")}
      </Button>
    </div>
  );
}
