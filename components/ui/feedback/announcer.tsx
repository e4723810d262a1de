"use client";

import { useSyncExternalStore } from "react";

interface Said {
  readonly polite: string;
  readonly assertive: string;
}

const EMPTY: Said = { polite: "", assertive: "" };
let said: Said = EMPTY;
const listeners = new Set<() => void>();

/** Has a screen reader say `text`: politely after what it is saying, or at once for errors. The same words twice are said twice. */
export function announce(text: string, urgency: keyof Said = "polite"): void {
  const same = said[urgency] === text;
  said = { ...said, [urgency]: same ? `${text}\u00a0` : text };
  for (const listener of listeners) listener();
}

/** The one place that speaks: mounted once in the root layout. */
export function Announcer() {
  const now = useSyncExternalStore(
    subscribe,
    () => said,
    () => EMPTY,
  );
  return (
    <>
      <div aria-live="polite" className="sr-only">
        {now.polite}
      </div>
      <div aria-live="assertive" className="sr-only">
        {now.assertive}
      </div>
    </>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
