import "server-only";
import { randomUUID } from "node:crypto";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { AppError } from "../errors";
import type { Actor } from "../operation/actor";
import { actorOfSession, type ProjectChoice, type RequestInfo } from "../operation/load-actor";
import { REQUEST_ID_HEADER, SOURCE_IP_HEADER } from "./request-headers";
import { sessionCookieName, sessionIdOf } from "./session-cookie";

/** The session id of the request, or undefined for a visitor. Read once per request. */
export const currentSessionId = cache(
  async (): Promise<string | undefined> => sessionIdOf((await cookies()).get(sessionCookieName())?.value),
);

export async function requestInfo(via: RequestInfo["via"]): Promise<RequestInfo> {
  const all = await headers();
  return { requestId: all.get(REQUEST_ID_HEADER) ?? randomUUID(), sourceIp: all.get(SOURCE_IP_HEADER) ?? undefined, via };
}

const loadActor = cache(async (regionId: string | undefined, projectId: string | undefined): Promise<Actor> => {
  const sessionId = await currentSessionId();
  if (sessionId === undefined) throw new AppError("unauthenticated");
  return actorOfSession(sessionId, { regionId, projectId }, await requestInfo("console"));
});

/** Who asks, in the project the URL names. Loaded once per request. Errors: `unauthenticated`, `notFound` for a foreign project. */
export function currentActor(choice: ProjectChoice): Promise<Actor> {
  return loadActor(choice.regionId, choice.projectId);
}
