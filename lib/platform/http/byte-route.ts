import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "../env";
import { AppError, ERROR_CODES, isAppError } from "../errors";
import { log } from "../log";
import type { Actor } from "../operation/actor";
import { actorOfSession, actorOfToken } from "../operation/load-actor";
import { cookieOf, headerOf, REQUEST_ID_HEADER, requestInfoOf } from "./request-headers";
import { sessionCookieName, sessionIdOf } from "./session-cookie";

/** How long a refused request may go on sending, so that its sender gets to read the answer. Unit: milliseconds. */
const LINGER_MS = 10_000;
const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/** The project that a path names. */
export interface BytePlace {
  readonly regionId: string;
  readonly projectId: string;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Who asks, in the project of the path. */
  readonly actor: Actor;
  readonly place: BytePlace;
  /** What the path names after the project, if anything. */
  readonly id: string | undefined;
}

export type ByteHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Makes a plain Node handler of `/{area}/r/{region}/p/{project}[/{id}]`, for the few routes that move bytes past Next. The actor
 * comes from `X-Auth-Token`, else from the console's cookie, which for writes must come with an `Origin` of our own. Failures
 * are answered as `{ error: { code, detail, requestId } }` with the code's status.
 */
export function byteRoute(area: string, handle: (exchange: Exchange) => Promise<void>): ByteHandler {
  const pattern = new RegExp(`^/${area}/r/([^/]+)/p/([^/]+)(?:/([^/]+))?/?$`);
  return async (request, response) => {
    try {
      const [, region = "", project = "", id] = pattern.exec(new URL(request.url ?? "", "http://localhost").pathname) ?? [];
      if (project === "") throw new AppError("notFound");
      const place = { regionId: decode(region), projectId: decode(project) };
      const actor = await actorOf(request, place);
      await handle({ request, response, actor, place, id: id === undefined ? undefined : decode(id) });
    } catch (error) {
      fail(request, response, error);
    } finally {
      lingerOver(request);
    }
  };
}

/** The failure a client may see, as text. Everything that is not a refusal is a bug: logged, told as `internal`. */
export function failureOf(request: IncomingMessage, error: unknown): { status: number; body: string } {
  const { requestId } = requestInfoOf(request, "console");
  if (!isAppError(error)) log.error({ err: error, requestId }, "a byte route failed");
  const { code, detail } = isAppError(error) ? error : new AppError("internal");
  return { status: ERROR_CODES[code].status, body: JSON.stringify({ error: { code, detail, requestId } }) };
}

function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    if (!response.writableEnded && !response.destroyed)
      log.warn({ err: error, requestId: headerOf(request, REQUEST_ID_HEADER) }, "an answer broke off");
    response.destroy();
    return;
  }
  const { status, body } = failureOf(request, error);
  response
    .writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
    .end(request.method === "HEAD" ? undefined : body);
}

async function actorOf(request: IncomingMessage, place: BytePlace): Promise<Actor> {
  const token = headerOf(request, "x-auth-token");
  if (token !== undefined) {
    const actor = await actorOfToken(token, requestInfoOf(request, "ims-api"));
    if (actor.project?.id !== place.projectId || actor.project.regionId !== place.regionId)
      throw new AppError("notFound", { project: place.projectId });
    return actor;
  }
  const sessionId = await sessionIdOf(cookieOf(request, sessionCookieName()));
  if (sessionId === undefined) throw new AppError("unauthenticated");
  if (!READING.has(request.method ?? "") && !isSameOrigin(request)) throw new AppError("permissionDenied", { reason: "origin" });
  return actorOfSession(sessionId, place, requestInfoOf(request, "console"));
}

/** A browser names the page a write comes from; a cookie alone proves nothing about that. */
function isSameOrigin(request: IncomingMessage): boolean {
  const origin = headerOf(request, "origin");
  const host = origin === undefined ? undefined : URL.parse(origin)?.host;
  return host !== undefined && (host === request.headers.host || host === new URL(env().publicUrl).host);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new AppError("notFound");
  }
}

/** Reads on what is still being sent, for a while: a connection closed at once would lose the answer on its way. */
export function lingerOver(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  request.resume();
  const timer = setTimeout(() => request.destroy(), LINGER_MS).unref();
  request.once("close", () => clearTimeout(timer));
}
