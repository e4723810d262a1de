"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { deleteDraftAction, saveDraftAction } from "@/lib/drafts/actions";
import { draftQueries } from "@/lib/drafts/client";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";

/** How long typing must rest before it is kept. Unit: ms. */
const REST_MS = 2_000;

interface Options {
  /** The draft to go on with. */
  draftId: string | undefined;
  /** What there is to keep; undefined: nothing yet. */
  form: Readonly<Record<string, unknown>> | undefined;
}

/** Keeps a form on the server while it is filled. `kept`: what the draft held before; `forget`: it was sent. */
export function useKeptForm(
  place: ConsolePlace,
  { draftId, form }: Options,
): { kept: Readonly<Record<string, unknown>> | undefined; forget: () => Promise<void> } {
  const client = useQueryClient();
  const [id] = useState(() => draftId ?? crypto.randomUUID());
  const drafts = useQuery({ ...draftQueries.list(place), enabled: draftId !== undefined });
  const sent = useRef(false);
  const json = form === undefined ? undefined : JSON.stringify(form);
  useEffect(() => {
    if (json === undefined) return;
    const timer = setTimeout(() => {
      if (sent.current) return;
      void saveDraftAction(place, { draftId: id, form: JSON.parse(json) }).then(() =>
        client.invalidateQueries({ queryKey: draftQueries.list(place).queryKey }),
      );
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [json, id, place, client]);
  const forget = async () => {
    sent.current = true;
    await deleteDraftAction(place, { draftId: id });
    await client.invalidateQueries({ queryKey: draftQueries.list(place).queryKey });
  };
  return { kept: drafts.data?.find((draft) => draft.id === draftId)?.form, forget };
}
