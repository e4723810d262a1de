"use client";

import { Content, Portal, Provider, Root, Trigger } from "radix-ui/tooltip";
import type { ReactElement, ReactNode } from "react";

export const TooltipProvider = Provider;

/** Words about one focusable element, on hover and focus. Never the only place of something needed on touch screens. */
export function Tooltip({ content, children, side = "top" }: { content: ReactNode; children: ReactElement; side?: "top" | "bottom" | "right" }) {
  return (
    <Root>
      <Trigger asChild>{children}</Trigger>
      <Portal>
        <Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="forced-border float-in z-60 max-w-72 rounded-md bg-text px-2 py-1 text-canvas text-xs shadow-float"
        >
          {content}
        </Content>
      </Portal>
    </Root>
  );
}
