import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { RequestInfo } from "../operation/load-actor";

/** Headers that `server.ts` sets itself, over whatever a client sent. */
export const REQUEST_ID_HEADER = "x-request-id";
export const SOURCE_IP_HEADER = "x-ims-source-ip";

/** What a plain Node request says of itself, once `server.ts` has set its headers. */
export function requestInfoOf(request: IncomingMessage, via: RequestInfo["via"]): RequestInfo {
  return { requestId: headerOf(request, REQUEST_ID_HEADER) ?? randomUUID(), sourceIp: headerOf(request, SOURCE_IP_HEADER), via };
}

/** One header's value; undefined when it is absent or was sent more than once. */
export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

/** One cookie of a request, decoded; undefined when it is absent or not decodable. */
export function cookieOf(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${name}=`));
  if (found === undefined) return undefined;
  try {
    return decodeURIComponent(found.slice(name.length + 1));
  } catch {
    return undefined; // not what anybody encoded
  }
}
