"use client";

import clsx from "clsx";
import { CommandDialog, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "cmdk";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Description, Title } from "radix-ui/dialog";
import { type ReactNode, useEffect, useState } from "react";
import { useRegisteredActions } from "./page-actions";
import type { PaletteProps } from "./palette";

export interface PaletteHit {
  readonly id: string;
  readonly label: string;
  /** Kind and id: "Private image · 0b5c…". */
  readonly hint: string;
  /** Heading it stands under. */
  readonly group: string;
  readonly href: string;
}

const SEARCH_DELAY_MS = 150;

export default function PaletteDialog({
  open,
  onOpenChange,
  groups,
  search,
}: PaletteProps & { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("shell");
  const router = useRouter();
  const actions = useRegisteredActions();
  const [query, setQuery] = useState("");
  const { hits, searching } = useHits(open, query, search);
  const matches = (label: string) => label.toLowerCase().includes(query.trim().toLowerCase());
  const finish = (run: () => void) => {
    onOpenChange(false);
    setQuery("");
    run();
  };
  const pages = groups.flatMap((group) => group.items).filter((item) => matches(t(`pages.${item.id}`)));
  return (
    <CommandDialog
      open={open}
      onOpenChange={onOpenChange}
      shouldFilter={false}
      label={t("palette")}
      overlayClassName="fixed inset-0 z-50 bg-overlay"
      contentClassName="forced-border float-in fixed inset-x-4 top-[12vh] z-50 mx-auto max-w-xl overflow-hidden rounded-xl bg-raised shadow-float"
    >
      <Title className="sr-only">{t("palette")}</Title>
      <Description className="sr-only">{t("paletteHint")}</Description>
      <CommandInput
        value={query}
        onValueChange={setQuery}
        placeholder={t("paletteHint")}
        className="h-12 w-full border-line border-b bg-transparent px-4 text-lg outline-none placeholder:text-faint"
      />
      <CommandList className="max-h-[50vh] overflow-y-auto p-2">
        <CommandEmpty className="py-8 text-center text-muted">{searching ? t("searching") : t("nothingFound")}</CommandEmpty>
        <Group heading={t("actionsHere")}>
          {actions
            .filter((action) => matches(action.label))
            .map((action) => (
              <Row
                key={action.id}
                id={`action-${action.id}`}
                label={action.label}
                hint={action.disabledReason}
                disabled={action.disabledReason !== undefined}
                onSelect={() => finish(action.run)}
              />
            ))}
        </Group>
        <Group heading={t("goTo")}>
          {pages.map((item) => (
            <Row key={item.id} id={`page-${item.id}`} label={t(`pages.${item.id}`)} onSelect={() => finish(() => router.push(item.href))} />
          ))}
        </Group>
        {[...new Set(hits.map((hit) => hit.group))].map((group) => (
          <Group key={group} heading={group}>
            {hits
              .filter((hit) => hit.group === group)
              .map((hit) => (
                <Row key={hit.id} id={hit.id} label={hit.label} hint={hit.hint} onSelect={() => finish(() => router.push(hit.href))} />
              ))}
          </Group>
        ))}
      </CommandList>
    </CommandDialog>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <CommandGroup
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </CommandGroup>
  );
}

interface RowProps {
  id: string;
  label: string;
  hint?: string | undefined;
  /** The hint says why. */
  disabled?: boolean;
  onSelect: () => void;
}

function Row({ id, label, hint, disabled = false, onSelect }: RowProps) {
  return (
    <CommandItem
      value={id}
      disabled={disabled}
      onSelect={onSelect}
      className="flex min-h-9 items-center gap-3 rounded-md px-2 data-[selected=true]:bg-hover data-[disabled=true]:text-faint"
    >
      <span className={clsx("min-w-0 truncate", disabled ? "shrink-0" : "flex-1")} title={label}>
        {label}
      </span>
      {hint === undefined ? null : (
        <span className={clsx("min-w-0 text-faint text-sm", disabled ? "flex-1 text-end" : "truncate max-sm:max-w-24")}>{hint}</span>
      )}
    </CommandItem>
  );
}

/** What the server finds for a query, a little after typing stops; an older answer never replaces a newer one. */
function useHits(open: boolean, query: string, search: PaletteProps["search"]): { hits: readonly PaletteHit[]; searching: boolean } {
  const [found, setFound] = useState<{ query: string; hits: readonly PaletteHit[] }>({ query: "", hits: [] });
  const wanted = query.trim();
  useEffect(() => {
    if (!open || search === undefined) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      search(wanted, abort.signal).then(
        (hits) => !abort.signal.aborted && setFound({ query: wanted, hits }),
        () => !abort.signal.aborted && setFound({ query: wanted, hits: [] }), // the palette still goes to pages without the search
      );
    }, SEARCH_DELAY_MS);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [open, wanted, search]);
  return { hits: found.hits, searching: search !== undefined && found.query !== wanted };
}
