"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { objectQueries } from "@/lib/objects/client";
import type { ObjectView } from "@/lib/objects/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useKeptForm } from "../drafts/use-kept-form";
import { readDraft } from "./read-draft";
import type { Draft, WizardState } from "./wizard-state";

interface Options {
  state: WizardState;
  /** The draft to go on with. */
  draftId: string | undefined;
  onRestore: (draft: Draft, source: ObjectView | undefined) => void;
}

/** Keeps the form while it is filled, and brings a kept one back together with its file. `forget`: it was sent. */
export function useDraft(place: ConsolePlace, { state, draftId, onRestore }: Options): { forget: () => Promise<void>; restored: boolean } {
  const { draft, source: chosen, touched } = state;
  const worthKeeping = touched.size > 0 || chosen !== undefined;
  const form = worthKeeping ? { draft, objectId: chosen?.id ?? "", fileName: chosen?.name ?? "" } : undefined;
  const { kept, forget } = useKeptForm(place, { draftId, form });
  const sourceId = typeof kept?.objectId === "string" ? kept.objectId : "";
  const source = useQuery({ ...objectQueries.detail(place, sourceId), enabled: sourceId !== "", retry: false });
  const restored = useRef(false);
  const restore = useEffectEvent((found: Readonly<Record<string, unknown>>) => {
    restored.current = true;
    onRestore(readDraft(found.draft), source.data);
  });
  const settled = sourceId === "" || !source.isPending;
  useEffect(() => {
    if (kept !== undefined && settled && !restored.current) restore(kept);
  }, [kept, settled]);
  return { forget, restored: draftId !== undefined };
}
