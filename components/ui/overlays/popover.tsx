"use client";

import { lazy, type ReactElement, type ReactNode } from "react";
import { OnDemand, type TriggerProps } from "./on-demand";

const load = () => import("./popover-content");
const PopoverContent = lazy(load);

export interface PopoverProps {
  trigger: ReactElement<TriggerProps>;
  /** Name of the panel for readers. */
  label: string;
  children: ReactNode;
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
}

/** A panel at its trigger. Its code is fetched when the trigger is first pointed at or focused. */
export function Popover(props: PopoverProps) {
  return (
    <OnDemand trigger={props.trigger} popup="dialog" load={load} onWanted={() => props.onOpenChange?.(true)}>
      <PopoverContent {...props} />
    </OnDemand>
  );
}
