import type { IncomingMessage, ServerResponse } from "node:http";
import { assertHttps } from "@/lib/platform/http/assert-https";
import { lingerOver } from "@/lib/platform/http/byte-route";
import { headerOf, REQUEST_ID_HEADER } from "@/lib/platform/http/request-headers";
import { log } from "@/lib/platform/log";
import type { Call, Handler } from "./call";
import { Fault, toFault } from "./fault";
import { sendAnswer } from "./send";

type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Path patterns such as `/v2/images/{image}` and what each method does there. */
export type RouteTable = Readonly<Record<string, Partial<Record<Method, Handler>>>>;

interface Api {
  readonly routes: RouteTable;
  sendFault(call: Call, fault: Fault): void;
  /** Said of every call that nobody has proved himself in. */
  readonly challenge: () => Readonly<Record<string, string>>;
  /** Turns the path into the one the patterns are written for. */
  readonly normalise?: (pathname: string) => string;
}

/** Makes the handler of one OpenStack API: finds the route, runs it, answers faults in the API's own form. */
export function openstackApi({ routes, sendFault, challenge, normalise = (pathname) => pathname }: Api) {
  const compiled = Object.entries(routes).map(([pattern, methods]) => ({ expression: expressionOf(pattern), methods }));
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const requestId = headerOf(request, REQUEST_ID_HEADER) ?? "";
    response.setHeader("x-openstack-request-id", `req-${requestId}`);
    let call: Call = { request, response, search: url.searchParams, params: {} };
    try {
      assertHttps(request);
      const { handler, params } = find(normalise(url.pathname), request.method ?? "");
      call = { ...call, params };
      const answer = await handler(call);
      if (answer !== undefined) sendAnswer(call, answer);
    } catch (error) {
      if (response.headersSent || response.destroyed) {
        if (!response.destroyed) log.warn({ err: error, requestId }, "an answer broke off");
        response.destroy();
        return;
      }
      const fault = toFault(error, requestId);
      sendFault(call, fault.status === 401 ? new Fault(401, fault.explanation, challenge()) : fault);
    } finally {
      lingerOver(request);
    }
  };

  function find(pathname: string, method: string): { handler: Handler; params: Record<string, string> } {
    for (const { expression, methods } of compiled) {
      const match = expression.exec(pathname);
      if (match === null) continue;
      const handler = methods[method as Method]; // any other text simply names no handler
      if (handler === undefined)
        throw new Fault(405, `The method ${method} is not allowed for this resource.`, { allow: Object.keys(methods).join(", ") });
      return { handler, params: decodeAll(match.groups ?? {}) };
    }
    throw new Fault(404, "The resource could not be found.");
  }
}

function expressionOf(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}/?$`);
}

function decodeAll(groups: Readonly<Record<string, string>>): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch {
    throw new Fault(404, "The resource could not be found.");
  }
}
