"use client";

import {
  cloneElement,
  type FocusEvent,
  lazy,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";

const load = () => import("./tooltip-bubble");
const TooltipBubble = lazy(load);

const SHOW_AFTER_MS = 300;
/** Long enough to move the pointer onto the words: WCAG 1.4.13 wants them hoverable. */
const HIDE_AFTER_MS = 120;

interface AnchorProps {
  onPointerEnter?: (event: PointerEvent<HTMLElement>) => void;
  onPointerLeave?: (event: PointerEvent<HTMLElement>) => void;
  onPointerDown?: (event: PointerEvent<HTMLElement>) => void;
  onFocus?: (event: FocusEvent<HTMLElement>) => void;
  onBlur?: (event: FocusEvent<HTMLElement>) => void;
  "aria-describedby"?: string;
}

export interface TooltipProps {
  content: ReactNode;
  /** One focusable element that passes these handlers on. */
  children: ReactElement<AnchorProps>;
  side?: "top" | "bottom" | "right";
  /** False when the element already carries these words for readers. */
  describes?: boolean;
}

/**
 * Words about one focusable element, on hover and keyboard focus. Never the only place of something needed on touch
 * screens. The bubble's code is fetched with the first one shown.
 */
export function Tooltip({ content, children, side = "top", describes = true }: TooltipProps) {
  const id = useId();
  const anchor = useRef<HTMLElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [open, setOpen] = useState(false);
  const own = children.props;

  useEffect(() => () => clearTimeout(timer.current), []);

  const turn = (next: boolean, afterMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(next), afterMs);
  };
  const show = (target: HTMLElement, afterMs: number) => {
    anchor.current = target;
    void load();
    turn(true, afterMs);
  };
  const child = cloneElement(children, {
    "aria-describedby": [own["aria-describedby"], open && describes ? id : undefined].filter(Boolean).join(" ") || undefined,
    onPointerEnter: (event) => {
      own.onPointerEnter?.(event);
      if (event.pointerType !== "touch") show(event.currentTarget, SHOW_AFTER_MS);
    },
    onPointerLeave: (event) => {
      own.onPointerLeave?.(event);
      turn(false, HIDE_AFTER_MS);
    },
    onPointerDown: (event) => {
      own.onPointerDown?.(event);
      turn(false, 0);
    },
    onFocus: (event) => {
      own.onFocus?.(event);
      if (event.currentTarget.matches(":focus-visible")) show(event.currentTarget, 0);
    },
    onBlur: (event) => {
      own.onBlur?.(event);
      turn(false, 0);
    },
  });
  return (
    <>
      {child}
      {open ? (
        <Suspense>
          <TooltipBubble
            id={id}
            anchor={anchor}
            side={side}
            onKeep={() => turn(true, 0)}
            onLeave={() => turn(false, HIDE_AFTER_MS)}
            onClose={() => turn(false, 0)}
          >
            {content}
          </TooltipBubble>
        </Suspense>
      ) : null}
    </>
  );
}
