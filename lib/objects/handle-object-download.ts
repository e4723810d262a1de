import "server-only";
import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/platform/errors";
import { type ByteHandler, byteRoute, type Exchange } from "@/lib/platform/http/byte-route";
import { headerOf } from "@/lib/platform/http/request-headers";
import { bucketObjectKey } from "@/lib/platform/storage/paths";
import { sendObject } from "@/lib/platform/storage/send-object";
import type { ByteRange } from "@/lib/platform/storage/storage";
import { storageOf } from "@/lib/regions/storage-of";
import { attachmentName } from "./attachment-name";
import type { ObjectView } from "./model";
import { parseRange } from "./parse-range";
import { getObject } from "./queries/get-object";

/**
 * Sends an object's bytes: `GET` and `HEAD /objects/r/{region}/p/{project}/{objectId}`, whole or one range. The entity tag is the
 * SHA-256, so a download can be continued (`If-Range`) and checked. Always an attachment, never shown in the page's origin.
 */
export const handleObjectDownload: ByteHandler = byteRoute("objects", send);

async function send({ request, response, actor, place, id }: Exchange): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") throw new AppError("invalidArgument", { field: "method" });
  const object = await getObject(actor, { objectId: id ?? "" });
  const headers = headersOf(object);
  if (headerOf(request, "if-none-match") === headers.etag) return void response.writeHead(304, headers).end();
  const range = rangeOf(request, object, headers.etag);
  if (range === "unsatisfiable") return void response.writeHead(416, { ...headers, "content-range": `bytes */${object.sizeBytes}` }).end();
  const length = range === undefined ? object.sizeBytes : range.end - range.start + 1;
  const partial = range === undefined ? {} : { "content-range": `bytes ${range.start}-${range.end}/${object.sizeBytes}` };
  response.writeHead(range === undefined ? 200 : 206, { ...headers, ...partial, "content-length": length });
  if (request.method === "HEAD" || length === 0) return void response.end();
  await sendObject({ storage: storageOf(place.regionId), key: bucketObjectKey(object.bucketId, object.id), range, sink: response });
}

function headersOf(object: ObjectView) {
  return {
    etag: `"${object.sha256}"`,
    "accept-ranges": "bytes",
    "cache-control": "private, no-cache",
    "content-disposition": attachmentName(object.name),
    "content-security-policy": "sandbox",
    "content-type": "application/octet-stream",
    "last-modified": new Date(object.createdAt).toUTCString(),
    "x-content-type-options": "nosniff",
  };
}

/** A range asked for on another version (`If-Range`) means the whole object. Source: RFC 9110, 13.1.5. */
function rangeOf(request: IncomingMessage, object: ObjectView, etag: string): ByteRange | "unsatisfiable" | undefined {
  const condition = headerOf(request, "if-range");
  if (condition !== undefined && condition !== etag) return undefined;
  return parseRange(headerOf(request, "range"), object.sizeBytes);
}
