"use client";

import type { ActionFailure } from "@/lib/platform/http/action";
import { useErrorWords } from "../shell/error-words";

/** Says why an act outside a dialog was refused, until it is dismissed. */
export function useFailureToast() {
  const words = useErrorWords();
  return async (failure: ActionFailure) => {
    const { toast } = await import("sonner");
    const { title, advice } = words(failure.code);
    toast.error(title, { description: advice, duration: Number.POSITIVE_INFINITY });
  };
}
