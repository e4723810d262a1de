"use client";

import {
  cloneElement,
  type KeyboardEventHandler,
  type MouseEventHandler,
  type ReactElement,
  type ReactNode,
  Suspense,
  useState,
} from "react";

/** What a trigger must pass on to its button. */
export interface TriggerProps {
  onClick?: MouseEventHandler<HTMLButtonElement>;
  onKeyDown?: KeyboardEventHandler<HTMLButtonElement>;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  "aria-haspopup"?: "menu" | "dialog";
  "aria-expanded"?: boolean;
}

interface OnDemandProps {
  trigger: ReactElement<TriggerProps>;
  popup: "menu" | "dialog";
  /** Starts fetching the code behind `children`. */
  load: () => Promise<unknown>;
  onWanted?: () => void;
  /** The real thing with the trigger in it, mounted open. */
  children: ReactNode;
}

/**
 * Keeps overlay code out of the first load: until somebody points at the trigger nothing is fetched, until somebody
 * presses it nothing is mounted. From then on the real overlay owns the trigger.
 */
export function OnDemand({ trigger, popup, load, onWanted, children }: OnDemandProps) {
  const [wanted, setWanted] = useState(false);
  const want = () => {
    setWanted(true);
    onWanted?.();
  };
  const prefetch = () => void load();
  const asleep = cloneElement(trigger, {
    "aria-haspopup": popup,
    "aria-expanded": false,
    onPointerEnter: prefetch,
    onFocus: prefetch,
    onClick: want,
    onKeyDown: (event) => {
      if (popup !== "menu" || event.key !== "ArrowDown") return;
      event.preventDefault();
      want();
    },
  });
  return wanted ? <Suspense fallback={asleep}>{children}</Suspense> : asleep;
}
