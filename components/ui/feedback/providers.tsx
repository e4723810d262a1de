"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { Announcer } from "./announcer";

const Toaster = dynamic(() => import("./toaster"), { ssr: false });

/** What the design system needs once per page: the voice for readers, toasts. */
export function UiProviders({ children }: { children: ReactNode }) {
  return (
    <>
      {children}
      <Announcer />
      <Toaster />
    </>
  );
}
