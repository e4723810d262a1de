"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useEffect } from "react";
import type { ItemName, Refusals } from "@/lib/iam/model";
import { useErrorWords } from "../shell/error-words";

const Rights = createContext<Refusals>({});

/** What the signed-in user may not do in this project, as the layout read it. */
export function RightsProvider({ refusals, children }: { refusals: Refusals; children: ReactNode }) {
  const router = useRouter();
  const isLimited = Object.keys(refusals).length > 0;
  useEffect(() => {
    if (!isLimited) return;
    const ask = () => router.refresh(); // what was refused may have been granted while the user was elsewhere
    window.addEventListener("focus", ask);
    return () => window.removeEventListener("focus", ask);
  }, [isLimited, router]);
  return <Rights value={refusals}>{children}</Rights>;
}

/**
 * Why the signed-in user may not do something here, for what is disabled to say; undefined where it may. One of several items is enough.
 * `about`: what it would be done to, where the server said what is refused of that alone. The server decides all the same.
 */
export function useWhyForbidden(about?: {
  readonly refusals?: Refusals;
}): (...anyOf: readonly [ItemName, ...ItemName[]]) => string | undefined {
  const refusals = { ...useContext(Rights), ...about?.refusals };
  const t = useTranslations("ui");
  const words = useErrorWords();
  return (...anyOf) => {
    const [action] = anyOf;
    const code = refusals[action];
    if (code === undefined || anyOf.some((item) => refusals[item] === undefined)) return undefined;
    return code === "permissionDenied" ? t("refusedAction", { action }) : words(code).title;
  };
}
