"use client";

import { lazy, type ReactElement, type ReactNode } from "react";
import { OnDemand, type TriggerProps } from "./on-demand";

const load = () => import("./menu-content");
const MenuContent = lazy(load);

export interface MenuItem {
  readonly id: string;
  readonly label: ReactNode;
  readonly icon?: ReactNode;
  /** Where it goes, or what it does: exactly one. */
  readonly href?: string;
  readonly onSelect?: () => void;
  /** The item stays reachable and tells why it cannot be used now. */
  readonly disabledReason?: string | undefined;
  readonly tone?: "danger";
  /** The chosen one of a set of choices. */
  readonly checked?: boolean;
  /** BCP 47 tag when the label is in another language than the page. */
  readonly lang?: string;
}

export interface MenuGroup {
  readonly id: string;
  readonly label?: ReactNode;
  readonly items: readonly MenuItem[];
}

export interface MenuProps {
  trigger: ReactElement<TriggerProps>;
  groups: readonly MenuGroup[];
  header?: ReactNode;
  align?: "start" | "end";
}

/**
 * A menu of actions from data: groups are divided by lines, disabled items explain themselves in a second line.
 * Its code is fetched when the trigger is first pointed at or focused.
 */
export function Menu(props: MenuProps) {
  return (
    <OnDemand trigger={props.trigger} popup="menu" load={load}>
      <MenuContent {...props} />
    </OnDemand>
  );
}
