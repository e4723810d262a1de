import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/platform/errors";
import { headerOf, requestInfoOf } from "@/lib/platform/http/request-headers";
import type { Actor } from "@/lib/platform/operation/actor";
import { actorOfToken } from "@/lib/platform/operation/load-actor";

/** One request of an OpenStack client. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly search: URLSearchParams;
  /** What the path names, decoded, by the names in the route's pattern. */
  readonly params: Readonly<Record<string, string>>;
}

/** A call whose token was accepted. */
export interface ProvenCall extends Call {
  readonly actor: Actor;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; undefined: no body. */
  readonly body?: unknown;
}

/** Answers a call; undefined when it has written the response itself. */
export type Handler = (call: Call) => Promise<Answer | undefined>;

/** A handler that wants to know who asks. */
export function proven(handle: (call: ProvenCall) => Promise<Answer | undefined>, via: Actor["via"] = "openstack"): Handler {
  return async (call) => handle({ ...call, actor: await actorOf(call, via) });
}

async function actorOf({ request }: Call, via: Actor["via"]): Promise<Actor> {
  const token = headerOf(request, "x-auth-token");
  if (token === undefined) throw new AppError("unauthenticated");
  return actorOfToken(token, requestInfoOf(request, via));
}
