import "server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Server } from "@tus/server";
import { AppError, type ErrorCode, isAppError } from "@/lib/platform/errors";
import { type ByteHandler, byteRoute, type Exchange, failureOf } from "@/lib/platform/http/byte-route";
import { uploadsPath } from "./model";
import { TusStore } from "./tus-store";
import { UPLOAD_BUSY, UploadLocker } from "./upload-locker";

/** tus answers with statuses of its own; these are their codes. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  404: "notFound",
  409: "conflict",
  410: "notFound",
  413: "payloadTooLarge",
  423: "taskInProgress",
};

/**
 * The handler of resumable uploads, tus 1.0 (creation, termination, expiration), for `/uploads/r/{region}/p/{project}[/{id}]`. A plain
 * Node handler: `server.ts` calls it before Next. Its server must not limit the time of a request (`requestTimeout: 0`).
 * An upload takes one request at a time, in all processes: a second one is answered 423.
 */
export function createTusHandler(): ByteHandler {
  return byteRoute("uploads", answer);
}

/** A server per request is cheap, and lets the store know who asks without a global. */
async function answer({ request, response, actor, place, id }: Exchange): Promise<void> {
  let failed = false;
  const locker = new UploadLocker();
  const server = new Server({
    path: "/uploads",
    datastore: new TusStore({ request, actor, locker }),
    locker,
    allowedOrigins: [],
    disableTerminationForFinishedUploads: true,
    namingFunction: () => randomUUID(),
    generateUrl: (_request, upload) => `${uploadsPath(place)}/${upload.id}`,
    getFileIdFromRequest: () => id,
    onResponseError: (_request, error) => {
      failed = true;
      return toTusError(request, error);
    },
  });
  const result = await server.handleWeb(headOf(request));
  const headers = Object.fromEntries([...result.headers].filter(([name]) => name !== "connection"));
  const type = failed ? { "content-type": "application/json" } : {};
  response.writeHead(result.status, { ...headers, ...type, "cache-control": "no-store" });
  response.end(request.method === "HEAD" ? undefined : Buffer.from(await result.arrayBuffer()));
}

/** The request without its body, which the store reads where it lies. A body on POST (creation with upload) is not taken. */
function headOf(request: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === "string") headers.set(name, value);
  if (request.method === "POST") headers.delete("content-type");
  return new Request(new URL(request.url ?? "/", "http://localhost"), { method: request.method, headers });
}

function toTusError(request: IncomingMessage, error: Error | { status_code: number; body: string }): { status_code: number; body: string } {
  if (isAppError(error) || !("status_code" in error)) {
    const { status, body } = failureOf(request, error);
    return { status_code: status, body };
  }
  const code = CODES[error.status_code] ?? "invalidArgument";
  const reason = error.status_code === UPLOAD_BUSY.status_code ? "uploadBusy" : error.body.trim();
  return { status_code: error.status_code, body: failureOf(request, new AppError(code, { reason })).body };
}
