"use client";

import Search from "lucide-react/icons/search";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { NavGroup } from "./nav-items";
import type { PaletteHit } from "./palette-dialog";

const PaletteDialog = dynamic(() => import("./palette-dialog"), { ssr: false });

export interface PaletteProps {
  groups: readonly NavGroup[];
  /** Finds objects by name or id; at most eight per kind. An empty query asks for recent ones. */
  search?: (query: string, signal: AbortSignal) => Promise<readonly PaletteHit[]>;
}

/** The button and the key (Ctrl-K, ⌘K) of the command palette; the palette itself is fetched when first opened. */
export function Palette({ groups, search }: PaletteProps) {
  const t = useTranslations("shell");
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  useFocusBack(open);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      setWanted(true);
      setOpen((before) => !before);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);

  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => {
          setWanted(true);
          setOpen(true);
        }}
        className="forced-border inline-flex h-8 items-center gap-2 rounded-md px-2 text-faint hover:bg-hover hover:text-text md:w-56 md:border md:border-line md:bg-sunken"
      >
        <Search aria-hidden size={16} className="shrink-0 md:size-3.5" />
        <span className="sr-only md:not-sr-only md:min-w-0 md:flex-1 md:truncate md:text-start md:text-sm">{t("paletteHint")}</span>
        <span
          aria-hidden
          className="hidden rounded-sm border border-line bg-surface px-1 text-muted text-xs leading-5 before:content-['Ctrl_K'] md:block"
        />
      </button>
      {wanted ? <PaletteDialog open={open} onOpenChange={setOpen} groups={groups} search={search} /> : null}
    </>
  );
}

/** Gives focus back to what had it when the palette opened: it has no trigger of its own that could. */
function useFocusBack(open: boolean): void {
  const before = useRef<Element | null>(null);
  useEffect(() => {
    if (open) {
      before.current = document.activeElement;
      return;
    }
    const target = before.current;
    before.current = null;
    if (target instanceof HTMLElement) setTimeout(() => target.isConnected && target.focus());
  }, [open]);
}
