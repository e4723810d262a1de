"use client";

import MenuIcon from "lucide-react/icons/menu";
import { useTranslations } from "next-intl";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { IconButton } from "../ui/controls/icon-button";
import type { NavGroup } from "./nav-items";

const NavDrawerPanel = lazy(() => import("./nav-drawer-panel"));

export interface NavDrawerProps {
  groups: readonly NavGroup[];
  /** What the top bar has no room for. */
  footer: ReactNode;
}

/** The left navigation where there is no room for it beside the page. */
export function NavDrawer(props: NavDrawerProps) {
  const t = useTranslations("shell");
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    trigger.current?.focus();
  };
  return (
    <>
      <IconButton
        ref={trigger}
        label={t("openNavigation")}
        aria-expanded={open}
        tooltip={false}
        icon={<MenuIcon aria-hidden size={18} />}
        className="lg:hidden"
        onClick={() => setOpen(true)}
      />
      <Suspense>{open ? <NavDrawerPanel {...props} onClose={close} /> : null}</Suspense>
    </>
  );
}
