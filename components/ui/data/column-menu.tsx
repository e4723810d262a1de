"use client";

import Columns3 from "lucide-react/icons/columns-3";
import { useTranslations } from "next-intl";
import { Button } from "../controls/button";
import { IconButton } from "../controls/icon-button";
import { Checkbox } from "../forms/checkbox";
import { Popover } from "../overlays/popover";

export interface ColumnMenuProps {
  /** Every column there is; `fixed` ones are always shown. */
  columns: readonly { readonly id: string; readonly header: string; readonly fixed?: boolean }[];
  shown: ReadonlySet<string>;
  onChange: (shown: ReadonlySet<string>) => void;
  onReset?: () => void;
}

/** Chooses the columns of a list. Stands among the tools of its filter bar. */
export function ColumnMenu({ columns, shown, onChange, onReset }: ColumnMenuProps) {
  const t = useTranslations("ui");
  const toggle = (id: string) => {
    const next = new Set(shown);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  };
  return (
    <Popover
      label={t("columns")}
      align="end"
      className="max-h-[70vh] w-60 overflow-y-auto p-3"
      trigger={<IconButton label={t("columns")} icon={<Columns3 aria-hidden size={16} />} />}
    >
      <fieldset>
        <legend className="mb-2 font-medium text-sm">{t("columns")}</legend>
        <ul className="space-y-1.5">
          {columns.map((column) => (
            <li key={column.id}>
              <Checkbox
                label={column.header}
                checked={column.fixed === true || shown.has(column.id)}
                disabled={column.fixed}
                onChange={() => toggle(column.id)}
              />
            </li>
          ))}
        </ul>
      </fieldset>
      {onReset === undefined ? null : (
        <Button size="sm" variant="ghost" className="mt-2 w-full" onClick={onReset}>
          {t("resetColumns")}
        </Button>
      )}
    </Popover>
  );
}
