"use client";

import { Activity, startTransition, useEffect, useState, useSyncExternalStore } from "react";

/** Rows a first screen shows, and then those one step adds. */
const STEP = 25;

const never = () => () => undefined;

interface DrawnRows {
  readonly drawn: number;
  readonly draw: (count: number) => void;
}

/**
 * How many rows of a table are drawn. Those beneath the fold of a page that has just arrived come step by step behind it: a hundred at once
 * would keep whoever clicks waiting for all of them. In a page that answers already all are drawn, so that going back finds its place.
 */
export function useDrawnRows(total: number): DrawnRows {
  // False on the server, and while what it drew is taken over: both must draw the same.
  const answers = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const [count, draw] = useState(answers ? Number.POSITIVE_INFINITY : STEP);
  return { drawn: Math.min(count, total), draw };
}

/** Asks for the next rows, as soon as those before it answer. */
export function MoreRows(rows: DrawnRows) {
  return (
    <Activity>
      <Step {...rows} />
    </Activity>
  );
}

function Step({ drawn, draw }: DrawnRows) {
  useEffect(() => startTransition(() => draw(drawn + STEP)), [drawn, draw]);
  return null;
}
