"use client";

import { lazy, type ReactNode, Suspense, useState } from "react";

const DialogContent = lazy(() => import("./dialog-content"));

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Verb and noun: "Share image". */
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the main act last. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** `side` is a panel at the end edge for longer forms beside the list they change. */
  placement?: "center" | "side";
}

/** A modal dialog with a title, a body that scrolls and a footer. Nothing of it is fetched or rendered before it first opens. */
export function Dialog(props: DialogProps) {
  const [wanted, setWanted] = useState(props.open);
  if (props.open && !wanted) setWanted(true);
  if (!wanted) return null;
  return (
    <Suspense>
      <DialogContent {...props} />
    </Suspense>
  );
}

/** The same dialog as a panel at the side. */
export function Drawer(props: Omit<DialogProps, "placement">) {
  return <Dialog {...props} placement="side" />;
}
