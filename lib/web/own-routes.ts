import type { IncomingMessage, ServerResponse } from "node:http";
import { storageOf } from "@/lib/regions/storage-of";
import { regions } from "@/lib/regions/configuration";
import { handleObjectDownload } from "@/lib/objects/handle-object-download";
import { createTusHandler } from "@/lib/uploads/tus-server";
import { checkReadiness } from "@/lib/platform/http/readiness";
import { registry } from "@/lib/platform/metrics";

type Handler = (request: IncomingMessage, response: ServerResponse, match: RegExpExecArray) => Promise<void>;

const uploads = createTusHandler();

/** The routes that the plain Node server answers itself, before Next sees the request. */
const ROUTES: readonly (readonly [RegExp, Handler])[] = [
  [/^\/healthz$/, async (_request, response) => json(response, 200, { status: "ok" })],
  [/^\/readyz$/, answerReadiness],
  [/^\/metrics$/, answerMetrics],
  [/^\/uploads\/r\//, uploads],
  [/^\/objects\/r\//, handleObjectDownload],
];

/** Answers the request when it is one of ours; false when Next is to answer it. */
export async function handleOwnRoute(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const pathname = (request.url ?? "/").split("?", 1)[0] ?? "/";
  for (const [pattern, handler] of ROUTES) {
    const match = pattern.exec(pathname);
    if (match === null) continue;
    await handler(request, response, match);
    return true;
  }
  return false;
}

async function answerReadiness(_request: IncomingMessage, response: ServerResponse): Promise<void> {
  const storages = Object.fromEntries(regions().map((region) => [`storage:${region.id}`, () => storageOf(region.id).check()]));
  const readiness = await checkReadiness(storages);
  json(response, readiness.ready ? 200 : 503, readiness);
}

async function answerMetrics(_request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(200, { "content-type": registry.contentType }).end(await registry.metrics());
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" }).end(JSON.stringify(body));
}
