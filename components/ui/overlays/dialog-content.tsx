"use client";

import clsx from "clsx";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { Close, Content, Description, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import { IconButton } from "../controls/icon-button";
import type { DialogProps } from "./dialog";

const WIDTHS = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-3xl" } as const;

const PLACEMENTS = {
  center: "float-in inset-x-4 top-[8vh] mx-auto max-h-[84vh] rounded-xl",
  side: "slide-in inset-y-0 end-0 h-dvh w-full sm:w-[calc(100vw-4rem)]",
} as const;

/** The dialog itself: what `Dialog` fetches when it first opens. */
export default function DialogContent({
  open,
  onOpenChange,
  title,
  subject,
  help,
  children,
  footer,
  size = "md",
  placement = "center",
  opener,
}: DialogProps & { opener: HTMLElement | null }) {
  const t = useTranslations("ui");
  const alone = subject === undefined && help === undefined; // then it shares its line with the cross
  return (
    <Root open={open} onOpenChange={onOpenChange}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Content
          onOpenAutoFocus={focusFirstField}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const back = opener?.isConnected ? opener : document.getElementById("main");
            back?.focus();
          }}
          {...(subject === undefined ? { "aria-describedby": undefined } : {})}
          className={clsx(
            "forced-border fixed z-40 flex flex-col bg-surface shadow-float focus:outline-none",
            WIDTHS[size],
            PLACEMENTS[placement],
          )}
        >
          <header className="flex items-start gap-3 border-line border-b px-5 py-3.5">
            <div className="min-w-0 flex-1">
              <Title className={clsx("font-semibold text-lg", alone && "py-1")}>{title}</Title>
              {subject === undefined ? null : (
                <Description asChild>
                  <div className="wrap-anywhere mt-0.5 text-muted">{subject}</div>
                </Description>
              )}
              {help === undefined ? null : <div className="mt-0.5">{help}</div>}
            </div>
            <Close asChild>
              <IconButton label={t("close")} tooltip={false} icon={<X aria-hidden size={16} />} className="-me-2" />
            </Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          {footer === undefined ? null : (
            <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">{footer}</footer>
          )}
        </Content>
      </Portal>
    </Root>
  );
}

/** A form starts in its first field; without one, Radix focuses the first button. */
function focusFirstField(event: Event): void {
  const field = event.target instanceof Element ? event.target.querySelector("input:enabled, select:enabled, textarea:enabled") : null;
  if (!(field instanceof HTMLElement)) return;
  event.preventDefault();
  field.focus();
}
