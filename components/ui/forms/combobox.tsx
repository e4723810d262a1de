"use client";

import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from "cmdk";
import Check from "lucide-react/icons/check";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Popover } from "../overlays/popover";
import { useFieldControl } from "./field";

export interface ComboboxOption {
  readonly value: string;
  readonly label: string;
  readonly hint?: ReactNode;
  /** The option stays in the list and tells why it cannot be taken. */
  readonly disabledReason?: string;
}

export interface ComboboxProps {
  /** Name of the list for readers. */
  label: string;
  options: readonly ComboboxOption[];
  value: string | undefined;
  onChange: (value: string) => void;
  placeholder: string;
  /** Set when the server searches: the options are then shown as given. */
  onSearch?: (query: string) => void;
  loading?: boolean;
}

/** One of many, with a search box. */
export function Combobox({ label, options, value, onChange, placeholder, onSearch, loading = false }: ComboboxProps) {
  const t = useTranslations("ui");
  const control = useFieldControl();
  const [open, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  const trigger = (
    <button {...control} type="button" aria-haspopup="listbox" className="control flex h-8 w-full items-center gap-2 px-2.5 text-start">
      <span className={chosen === undefined ? "min-w-0 flex-1 truncate text-faint" : "min-w-0 flex-1 truncate"}>
        {chosen?.label ?? placeholder}
      </span>
      <ChevronsUpDown aria-hidden size={14} className="shrink-0 text-muted" />
    </button>
  );
  return (
    <Popover
      trigger={trigger}
      label={label}
      open={open}
      onOpenChange={setOpen}
      className="w-(--radix-popover-trigger-width) min-w-56 overflow-hidden"
    >
      <Command label={label} shouldFilter={onSearch === undefined}>
        <CommandInput
          placeholder={t("search")}
          onValueChange={onSearch}
          className="h-9 w-full border-line border-b bg-transparent px-3 outline-none placeholder:text-faint"
        />
        <CommandList className="max-h-64 overflow-y-auto p-1">
          <CommandEmpty className="px-2 py-4 text-center text-muted text-sm">{loading ? t("loading") : t("noMatch")}</CommandEmpty>
          {options.map((option) => (
            <CommandItem
              key={option.value}
              value={option.value}
              keywords={[option.label]}
              disabled={option.disabledReason !== undefined}
              onSelect={() => {
                onChange(option.value);
                setOpen(false);
              }}
              className="flex min-h-8 items-center gap-2 rounded-md px-2 py-1 aria-disabled:text-faint data-[selected=true]:bg-hover"
            >
              <span className="min-w-0 flex-1">
                {option.label}
                {(option.disabledReason ?? option.hint) ? (
                  <span className="block text-muted text-xs">{option.disabledReason ?? option.hint}</span>
                ) : null}
              </span>
              {option.value === value ? <Check aria-hidden size={14} className="text-accent-text" /> : null}
            </CommandItem>
          ))}
        </CommandList>
      </Command>
    </Popover>
  );
}
