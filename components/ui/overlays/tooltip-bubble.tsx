"use client";

import { Anchor, Content, Portal, Root } from "radix-ui/popover";
import type { ReactNode, RefObject } from "react";

interface TooltipBubbleProps {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  side: "top" | "bottom" | "right";
  children: ReactNode;
  onKeep: () => void;
  onLeave: () => void;
  onClose: () => void;
}

/** The bubble of a tooltip: placed and dismissed (Escape, press elsewhere) like a popover, but it never takes focus. */
export default function TooltipBubble({ id, anchor, side, children, onKeep, onLeave, onClose }: TooltipBubbleProps) {
  // Radix types the anchor as never null; it is set before the bubble is asked for.
  const virtualRef = anchor as RefObject<HTMLElement>;
  return (
    <Root open onOpenChange={onClose}>
      <Anchor virtualRef={virtualRef} />
      <Portal>
        <Content
          id={id}
          role="tooltip"
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onPointerEnter={onKeep}
          onPointerLeave={onLeave}
          className="forced-border float-in z-60 max-w-72 rounded-md bg-text px-2 py-1 text-canvas text-xs shadow-float"
        >
          {children}
        </Content>
      </Portal>
    </Root>
  );
}
