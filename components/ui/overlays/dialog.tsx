"use client";

import { lazy, type ReactNode, Suspense, useState } from "react";

const DialogContent = lazy(() => import("./dialog-content"));

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Verb and noun: "Share image". */
  title: ReactNode;
  /** The thing it is about, under the title: a name. Every dialog about one thing has it, and nowhere else. */
  subject?: ReactNode;
  /** Where to read more: under the title, in every dialog. */
  help?: ReactNode;
  children?: ReactNode;
  /** Buttons, the main act last. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** `side` is a panel at the end edge for longer forms beside the list they change. */
  placement?: "center" | "side";
}

/** A modal dialog with a title, a body that scrolls and a footer. Nothing of it is fetched or rendered before it first opens. */
export function Dialog(props: DialogProps) {
  const [opening, setOpening] = useState<{ open: boolean; opener: HTMLElement | null }>();
  if (props.open !== (opening?.open ?? false)) {
    setOpening({ open: props.open, opener: props.open ? findOpener() : (opening?.opener ?? null) });
  }
  if (opening === undefined) return null;
  return (
    <Suspense>
      <DialogContent {...props} opener={opening.opener} />
    </Suspense>
  );
}

/** What has focus while the dialog opens, to give it back later; for an item of a menu, which is about to go, the menu's trigger. */
function findOpener(): HTMLElement | null {
  if (typeof document === "undefined") return null;
  const active = document.activeElement;
  const triggerId = active?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  if (triggerId) return document.getElementById(triggerId);
  return active instanceof HTMLElement ? active : null;
}
