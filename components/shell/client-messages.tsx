import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Namespace } from "@/lib/platform/i18n/namespaces";

/** What every page of the console may say in the browser. */
const BASE = ["ui", "common", "shell", "errors"] as const satisfies readonly Namespace[];

/** Gives the client components under it the words they need and no others: the base namespaces and those named. */
export async function ClientMessages({ namespaces = [], children }: { namespaces?: readonly Namespace[]; children: ReactNode }) {
  const all = await getMessages();
  const wanted = new Set<string>([...BASE, ...namespaces]);
  const messages = Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name)));
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>;
}
