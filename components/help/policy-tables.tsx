import { useTranslations } from "next-intl";
import { CONDITION_OPERATORS } from "@/lib/policies/constraints";
import { Mono } from "../ui/data/code";
import { useListed } from "../ui/data/use-listed";
import { HelpTable } from "./help-table";
import type { TableProps } from "./help-tables";

const PARTS = ["Version", "Statement", "Effect", "Action", "Resource", "Condition"] as const;
const OPTIONAL: ReadonlySet<string> = new Set(["Resource", "Condition"]);
const CONDITIONS = [
  { kind: "tag", key: "g:ResourceTag/KEY" },
  { kind: "address", key: "g:SourceIp" },
  { kind: "time", key: "g:CurrentTime" },
] as const;

/** What a policy document is made of. */
export function PolicyPartsTable({ caption }: TableProps) {
  const t = useTranslations("help.policies");
  const columns = (["part", "needed", "holds"] as const).map((id) => ({ id, label: t(`columns.${id}`), prose: id === "holds" }));
  const rows = PARTS.map((part) => ({
    id: part,
    cells: { part: <Mono>{part}</Mono>, needed: t(OPTIONAL.has(part) ? "optional" : "required"), holds: t(`parts.${part}`) },
  }));
  return <HelpTable caption={caption} columns={columns} rows={rows} />;
}

/** What a condition may look at, and how it compares. */
export function PolicyConditionsTable({ caption }: TableProps) {
  const t = useTranslations("help.policies");
  const listed = useListed();
  const columns = (["key", "operators", "meaning"] as const).map((id) => ({ id, label: t(`columns.${id}`), prose: id !== "key" }));
  const rows = CONDITIONS.map(({ kind, key }) => {
    const operators = Object.entries(CONDITION_OPERATORS).flatMap(([name, of]) => (of === kind ? [name] : []));
    return {
      id: kind,
      cells: {
        key: <code className="break-all font-mono text-[0.92em] sm:whitespace-nowrap">{key}</code>,
        operators: listed(operators),
        meaning: t(`conditions.${kind}`),
      },
    };
  });
  return <HelpTable caption={caption} columns={columns} rows={rows} />;
}
