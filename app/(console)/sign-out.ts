"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { closeSession } from "@/lib/iam/open-session";
import { currentSessionId } from "@/lib/platform/http/actor";
import { sessionCookieName } from "@/lib/platform/http/session-cookie";

/** Ends the session in every tab and forgets its cookie. */
export async function signOutAction(): Promise<void> {
  const sessionId = await currentSessionId();
  if (sessionId !== undefined) await closeSession(sessionId);
  (await cookies()).delete(sessionCookieName());
  redirect("/login");
}
