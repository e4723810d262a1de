import type { IncomingMessage, ServerResponse } from "node:http";
import { handleImageList } from "@/lib/images/manage/handle-image-list";
import { handleObjectDownload } from "@/lib/objects/handle-object-download";
import { checkReadiness } from "@/lib/platform/http/readiness";
import { registry } from "@/lib/platform/metrics";
import { regions } from "@/lib/regions/configuration";
import { storageOf } from "@/lib/regions/storage-of";
import { createTusHandler } from "@/lib/uploads/tus-server";
import { handleImsApi } from "./ims/ims-routes";
import { asksForVersions, handleIdentity, handleImageApi, redirectToVersion } from "./openstack/openstack-routes";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface OwnRoute {
  readonly path: RegExp;
  readonly handle: Handler;
  /** Other requests of this path are for Next. */
  readonly when?: (request: IncomingMessage) => boolean;
}

const uploads = createTusHandler();

/** The routes that the plain Node server answers itself, before Next sees the request. */
const ROUTES: readonly OwnRoute[] = [
  { path: /^\/healthz$/, handle: async (_request, response) => json(response, 200, { status: "ok" }) },
  { path: /^\/readyz$/, handle: answerReadiness },
  { path: /^\/metrics$/, handle: answerMetrics },
  { path: /^\/uploads\/r\//, handle: uploads },
  { path: /^\/objects\/r\//, handle: handleObjectDownload },
  { path: /^\/image-lists\/r\//, handle: handleImageList },
  { path: /^\/$/, handle: handleImageApi, when: asksForVersions },
  { path: /^\/versions$/, handle: handleImageApi },
  { path: /^\/v2(?:\.\d+)?$/, handle: redirectToVersion },
  { path: /^\/v2(?:\.\d+)?\/(?:$|(?:images|schemas|info)(?:\/|$))/, handle: handleImageApi },
  { path: /^\/v1\/[0-9a-f]{32}\/(?:cloudservers|jobs)(?:\/|$)/, handle: handleImsApi },
  { path: /^\/v2\/cloudimages\/action$/, handle: handleImsApi },
  { path: /^\/v3(?:\/|$)/, handle: handleIdentity },
];

/** Answers the request when it is one of ours; false when Next is to answer it. */
export async function handleOwnRoute(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const pathname = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const route = ROUTES.find(({ path, when }) => path.test(pathname) && (when === undefined || when(request)));
  if (route === undefined) return false;
  await route.handle(request, response);
  return true;
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
