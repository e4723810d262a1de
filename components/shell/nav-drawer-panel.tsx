"use client";

import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { Close, Content, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import { IconButton } from "../ui/controls/icon-button";
import { Nav } from "./nav";
import type { NavDrawerProps } from "./nav-drawer";

/** The navigation as a panel over the page. */
export default function NavDrawerPanel({ groups, footer, onClose }: NavDrawerProps & { onClose: () => void }) {
  const t = useTranslations("shell");
  return (
    <Root open onOpenChange={onClose}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 bg-overlay lg:hidden" />
        <Content
          aria-describedby={undefined}
          className="forced-border slide-in fixed inset-y-0 start-0 z-40 w-72 max-w-[85vw] overflow-y-auto bg-surface shadow-float [--slide-from:-1.5rem] lg:hidden"
        >
          <div className="flex h-12 items-center justify-between border-line border-b ps-5 pe-3">
            <Title className="font-semibold">{t("service")}</Title>
            <Close asChild>
              <IconButton label={t("closeNavigation")} tooltip={false} icon={<X aria-hidden size={16} />} />
            </Close>
          </div>
          <Nav groups={groups} onNavigate={onClose} />
          <div className="mx-3 flex gap-1 border-line border-t py-3 sm:hidden">{footer}</div>
        </Content>
      </Portal>
    </Root>
  );
}
