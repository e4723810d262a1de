"use client";

import { startTransition, useEffect, useState } from "react";

/** Rows a first screen shows, and then those one step adds. */
const STEP = 25;

let pageAnswers = false;

/**
 * How many rows of a table are drawn. Those beneath the fold of a page that has just arrived come step by step behind it: a hundred at once
 * would keep whoever clicks waiting for all of them. In a page that answers already all are drawn, so that going back finds its place.
 */
export function useDrawnCount(total: number): number {
  const [count, setCount] = useState(pageAnswers ? Number.POSITIVE_INFINITY : STEP);
  useEffect(() => {
    pageAnswers = true;
    if (count < total) startTransition(() => setCount(count + STEP));
  }, [count, total]);
  return Math.min(count, total);
}
