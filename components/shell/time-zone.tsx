"use client";

import { useRouter } from "next/navigation";
import { useTimeZone } from "next-intl";
import { useEffect } from "react";
import { savePreference } from "./preferences";

/** Tells the server the reader's time zone, once per change: dates are then right in the first paint of every later page. */
export function TimeZoneReporter({ cookie }: { cookie: string }) {
  const router = useRouter();
  const known = useTimeZone();
  useEffect(() => {
    const actual = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (actual === known || sessionStorage.getItem(cookie) === actual) return;
    sessionStorage.setItem(cookie, actual); // one refresh per tab at most, also where cookies are refused
    savePreference(cookie, actual);
    router.refresh();
  }, [cookie, known, router]);
  return null;
}
