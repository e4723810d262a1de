"use client";

import { useSyncExternalStore } from "react";

/**
 * The time, in the browser; undefined on the server and while its page is taken over, so that both say the same. Renewed
 * whenever the component is drawn again, which is what new numbers do.
 */
export function useBrowserNow(): Date | undefined {
  const there = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return there ? new Date() : undefined;
}

function never(): () => void {
  return () => undefined;
}
