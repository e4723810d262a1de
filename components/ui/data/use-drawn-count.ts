"use client";

import { startTransition, useEffect, useState, useSyncExternalStore } from "react";

/** Rows a first screen shows, and then those one step adds. */
const STEP = 25;

const never = () => () => undefined;

/**
 * How many rows of a table are drawn. Those beneath the fold of a page that has just arrived come step by step behind it: a hundred at once
 * would keep whoever clicks waiting for all of them. In a page that answers already all are drawn, so that going back finds its place.
 */
export function useDrawnCount(total: number): number {
  // False on the server, and while what it drew is taken over: both must draw the same.
  const answers = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const [count, setCount] = useState(answers ? Number.POSITIVE_INFINITY : STEP);
  useEffect(() => {
    if (count < total) startTransition(() => setCount(count + STEP));
  }, [count, total]);
  return Math.min(count, total);
}
