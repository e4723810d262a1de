"use client";

import clsx from "clsx";
import { Content, Portal, Root, Trigger } from "radix-ui/popover";
import type { PopoverProps } from "./popover";

/** The panel itself, mounted open: what `Popover` fetches when it is first wanted. */
export default function PopoverContent({ trigger, label, children, align = "start", open, onOpenChange, className }: PopoverProps) {
  return (
    <Root defaultOpen={open === undefined} open={open} onOpenChange={onOpenChange}>
      <Trigger asChild>{trigger}</Trigger>
      <Portal>
        <Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={clsx(
            "forced-border float-in z-50 max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg bg-raised text-base shadow-float",
            className ?? "w-80 p-4",
          )}
        >
          {children}
        </Content>
      </Portal>
    </Root>
  );
}
