import { getImageFile, type ImageFile } from "@/lib/images/queries/get-image-file";
import { storeImageFile } from "@/lib/images/store-image-file";
import { parseRange } from "@/lib/objects/parse-range";
import { headerOf } from "@/lib/platform/http/request-headers";
import { sendObject } from "@/lib/platform/storage/send-object";
import { storageOf } from "@/lib/regions/storage-of";
import { UPLOAD_MAX_BYTES, UPLOAD_STALL_MS } from "@/lib/uploads/constraints";
import type { Answer, ProvenCall } from "../call";
import { Fault } from "../fault";
import { imageIdOf } from "./handlers";

/** Takes an image's bytes: `PUT /v2/images/{image}/file`. A request that says it is too long is refused before its first byte. */
export async function putFile(call: ProvenCall): Promise<Answer> {
  const { request, actor } = call;
  const type = headerOf(request, "content-type") ?? "";
  if (type.split(";", 1)[0]?.trim().toLowerCase() !== "application/octet-stream")
    throw new Fault(415, `The request media type ${type} is not supported by this server.`);
  const imageId = imageIdOf(call);
  if (Number(headerOf(request, "content-length") ?? 0) > UPLOAD_MAX_BYTES) throw tooLarge();
  request.setTimeout(UPLOAD_STALL_MS, () => request.destroy());
  try {
    await storeImageFile(actor, imageId, request);
  } finally {
    request.setTimeout(0);
  }
  return { status: 204 };
}

/** Sends an image's bytes, whole or one range: `GET /v2/images/{image}/file`. 204 while there are none. */
export async function getFile(call: ProvenCall): Promise<Answer | undefined> {
  const file = await getImageFile(call.actor, { imageId: imageIdOf(call) });
  if (file === undefined) return { status: 204 };
  const range = rangeOf(headerOf(call.request, "range"), file);
  const length = range === undefined ? file.sizeBytes : range.end - range.start + 1;
  const partial = range === undefined ? {} : { "content-range": `bytes ${range.start}-${range.end}/${file.sizeBytes}` };
  const digest = file.md5 === null ? {} : { "content-md5": file.md5 };
  call.response.writeHead(range === undefined ? 200 : 206, {
    "content-type": "application/octet-stream",
    "content-disposition": "attachment",
    "content-security-policy": "sandbox",
    "content-length": length,
    "cache-control": "private, no-cache",
    ...partial,
    ...digest,
  });
  if (length === 0) call.response.end();
  else await sendObject({ storage: storageOf(file.regionId), key: file.storageKey, range, sink: call.response });
  return undefined;
}

/** Faults: 416 beyond the end, 400 for several ranges at once. */
function rangeOf(header: string | undefined, { sizeBytes }: ImageFile) {
  if (header?.includes(","))
    throw new Fault(400, "Requests with multiple ranges are not supported. You may make multiple single-range requests instead.");
  const range = parseRange(header, sizeBytes);
  if (range === "unsatisfiable") throw new Fault(416, "The Range requested is not available.", { "content-range": `bytes */${sizeBytes}` });
  return range;
}

function tooLarge(): Fault {
  return new Fault(413, `The image must not be larger than ${UPLOAD_MAX_BYTES} bytes.`);
}
