"use client";

import Columns3 from "lucide-react/icons/columns-3";
import { useTranslations } from "next-intl";
import { Button } from "../../ui/controls/button";
import { IconButton } from "../../ui/controls/icon-button";
import { Checkbox } from "../../ui/forms/checkbox";
import { Popover } from "../../ui/overlays/popover";

interface Props {
  columns: readonly { readonly id: string; readonly header: string; readonly fixed: boolean; readonly wideOnly: boolean }[];
  shown: ReadonlySet<string>;
  onChange: (columns: readonly string[] | undefined) => void;
}

/** Which columns a list shows; kept for the user. */
export function ColumnPicker({ columns, shown, onChange }: Props) {
  const t = useTranslations("manage");
  const toggle = (id: string) =>
    onChange(columns.map((column) => column.id).filter((other) => (other === id ? !shown.has(id) : shown.has(other))));
  return (
    <Popover
      label={t("columns.title")}
      align="end"
      trigger={<IconButton label={t("columns.title")} icon={<Columns3 aria-hidden size={16} />} />}
      className="w-60 p-3"
    >
      <div className="space-y-2">
        {columns.map(({ id, header, fixed, wideOnly }) => (
          <Checkbox
            key={id}
            label={header}
            hint={wideOnly ? t("columns.wideOnly") : undefined}
            checked={fixed || shown.has(id)}
            disabled={fixed}
            onChange={() => toggle(id)}
          />
        ))}
        <Button size="sm" variant="ghost" onClick={() => onChange(undefined)}>
          {t("columns.reset")}
        </Button>
      </div>
    </Popover>
  );
}
