"use client";

import { useEffect, useSyncExternalStore } from "react";

export interface PageAction {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
  /** Why it cannot be done now. */
  readonly disabledReason?: string | undefined;
}

const NONE: readonly PageAction[] = [];
let actions: readonly PageAction[] = NONE;
const listeners = new Set<() => void>();

/** Offers what this page can do in the command palette, first of all groups, as long as the caller is mounted. Keep the array stable. */
export function usePageActions(own: readonly PageAction[]): void {
  useEffect(() => {
    replace([...actions, ...own]);
    return () => replace(actions.filter((action) => !own.includes(action)));
  }, [own]);
}

export function useRegisteredActions(): readonly PageAction[] {
  return useSyncExternalStore(
    subscribe,
    () => actions,
    () => NONE,
  );
}

function replace(next: readonly PageAction[]): void {
  actions = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
