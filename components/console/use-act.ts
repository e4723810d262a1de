"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ActionFailure, ActionResult } from "@/lib/platform/http/action";
import { useErrorWords } from "../shell/error-words";
import { notify } from "../ui/feedback/notify";
import type { FormFailure } from "../ui/overlays/form-dialog";

/** Where a refusal has words of its own; undefined: those of the error table. */
type OwnWords = (failure: ActionFailure) => FormFailure | undefined;

type DataOf<Result> = Result extends { readonly ok: true; readonly data: infer Data } ? Data : never;

/**
 * Runs an act from a dialog or a form: whether it is under way, why it was refused, and when it is done whatever the browser holds of this
 * project is read anew: an act rarely changes one list alone. `refuse` says what the form itself found wrong.
 */
export function useAct(place: ConsolePlace, ownWords?: OwnWords) {
  const client = useQueryClient();
  const errorWords = useErrorWords();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<FormFailure>();
  const run = async <Work extends Promise<ActionResult<unknown>>>(
    work: Work,
    done?: string | ((data: DataOf<Awaited<Work>>) => string | undefined),
  ): Promise<boolean> => {
    setPending(true);
    setFailure(undefined);
    const result = await work;
    setPending(false);
    if (!result.ok) {
      setFailure(ownWords?.(result.error) ?? errorWords(result.error.code));
      return false;
    }
    await client.invalidateQueries({
      predicate: ({ queryKey: [, regionId, projectId] }) => regionId === place.regionId && projectId === place.projectId,
    });
    // TypeScript does not see through `Awaited` of a type parameter.
    const words = typeof done === "function" ? done(result.data as DataOf<Awaited<Work>>) : done;
    if (words !== undefined) await notify(words);
    return true;
  };
  return { pending, failure, run, refuse: (title: string) => setFailure({ title }) };
}
