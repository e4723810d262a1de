import { useTranslations } from "next-intl";
import { useListed } from "../ui/data/use-listed";
import { IMAGE_PERMISSIONS } from "./help-facts";
import { HelpTable } from "./help-table";
import type { TableProps } from "./help-tables";

/** The four system permissions and what each needs beside it. */
export function PermissionsTable({ caption }: TableProps) {
  const t = useTranslations("help.permissions");
  const columns = (["name", "kind", "about", "needs"] as const).map((id) => ({ id, label: t(`columns.${id}`), prose: id === "about" }));
  const rows = IMAGE_PERMISSIONS.map((each) => {
    const needed = "needs" in each ? each.needs : undefined;
    const needs = needed === undefined ? t("nothing") : "sameProject" in each ? t("sameProject", { name: needed }) : needed;
    return { id: each.words, cells: { name: each.name, kind: t(each.kind), about: t(each.words), needs } };
  });
  return <HelpTable caption={caption} columns={columns} rows={rows} />;
}

/** Every authorisation item with the operations that ask for it (IAM-14). */
export function ItemsTable({ caption, items }: TableProps) {
  const listed = useListed();
  const t = useTranslations("help.permissions");
  const columns = (["item", "access", "operations", "allowed"] as const).map((id) => ({
    id,
    label: t(`columns.${id}`),
    prose: id === "operations" || id === "allowed",
  }));
  const rows = items.map(({ item, access, operations, givenBy }) => ({
    id: item,
    cells: {
      item: <code className="break-all font-mono text-[0.92em] sm:whitespace-nowrap">{item}</code>,
      access: t(access),
      operations: listed(operations),
      allowed: givenBy.length === 0 ? t("nothing") : listed(givenBy),
    },
  }));
  return <HelpTable caption={caption} columns={columns} rows={rows} />;
}
