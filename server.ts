import { randomUUID } from "node:crypto";
import http from "node:http";
import path from "node:path";
import next from "next";
import { env } from "@/lib/platform/env";
import { REQUEST_ID_HEADER, SOURCE_IP_HEADER } from "@/lib/platform/http/request-headers";
import { setSecurityHeaders } from "@/lib/platform/http/security-headers";
import { log } from "@/lib/platform/log";
import { bytesReceived, bytesSent, httpRequests } from "@/lib/platform/metrics";
import { handleOwnRoute } from "@/lib/web/own-routes";

/** Slow headers are an attack; slow bodies are uploads. Unit: ms. */
const HEADERS_TIMEOUT_MS = 30_000;
const IDLE_SOCKET_MS = 120_000;

/**
 * The web process: a plain Node HTTP server. Routes that move bytes, and those of operators, are answered here by streams;
 * everything else by Next. Stateless: any number of them may run side by side.
 */
async function serve(): Promise<void> {
  const settings = env();
  const app = next({ dev: false, dir: path.join(import.meta.dirname, ".."), hostname: settings.HOST, port: settings.PORT });
  await app.prepare();
  const page = app.getRequestHandler();
  const https = settings.publicUrl.startsWith("https:");
  // Larger reads: an upload costs half the events per byte.
  const server = http.createServer(
    { highWaterMark: 256 * 1024, requestTimeout: 0, headersTimeout: HEADERS_TIMEOUT_MS, noDelay: true },
    (request, response) => {
      stamp(request, response);
      setSecurityHeaders(request, response, { https });
      void handleOwnRoute(request, response)
        .then((handled) => (handled ? undefined : page(request, response)))
        .catch((error: unknown) => fail(request, response, error));
    },
  );
  server.setTimeout(IDLE_SOCKET_MS);
  server.listen(settings.PORT, settings.HOST, () => process.send?.("ready"));
  stopOnSignal(server);
}

/** Gives the request an id and its true source, over whatever the client claimed, and accounts for it when it ends. */
function stamp(request: http.IncomingMessage, response: http.ServerResponse): void {
  const started = performance.now();
  const requestId = randomUUID();
  request.headers[REQUEST_ID_HEADER] = requestId;
  request.headers[SOURCE_IP_HEADER] = request.socket.remoteAddress ?? "";
  response.setHeader(REQUEST_ID_HEADER, requestId);
  const [received, sent] = [request.socket.bytesRead, request.socket.bytesWritten];
  response.once("close", () => {
    const seconds = (performance.now() - started) / 1000;
    const pathname = (request.url ?? "/").split("?", 1)[0] ?? "/";
    const status = response.writableFinished ? response.statusCode : 499;
    httpRequests.observe({ route: routeClass(pathname), method: request.method ?? "", status: `${Math.floor(status / 100)}xx` }, seconds);
    bytesReceived.inc(Math.max(0, request.socket.bytesRead - received));
    bytesSent.inc(Math.max(0, request.socket.bytesWritten - sent));
    if (!pathname.startsWith("/_next/"))
      log.info({ requestId, method: request.method, path: pathname, status, ms: Math.round(seconds * 1000) }, "request");
  });
}

const ROUTE_CLASSES = new Set(["", "_next", "api", "login", "metrics", "objects", "r", "uploads", "v1", "v2", "v3", "versions"]);

/** The first part of a path, of a closed set: whoever asks for paths of his own making must not fill the metrics with them. */
function routeClass(pathname: string): string {
  const first = pathname.split("/")[1] ?? "";
  return ROUTE_CLASSES.has(first) ? `/${first}` : "other";
}

function fail(request: http.IncomingMessage, response: http.ServerResponse, error: unknown): void {
  log.error({ err: error, requestId: request.headers[REQUEST_ID_HEADER] }, "a request failed");
  if (response.headersSent) response.destroy();
  else response.writeHead(500, { "content-type": "application/json" }).end(JSON.stringify({ error: { code: "internal" } }));
}

/** Takes no new requests, finishes those under way, ends. The supervisor kills what takes too long. */
function stopOnSignal(server: http.Server): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  };
  process.on("SIGTERM", stop);
  process.on("disconnect", stop);
}

await serve();
