import { z } from "zod";
import { createImage } from "@/lib/images/commands/create-image";
import { deleteImage } from "@/lib/images/commands/delete-image";
import { updateImage } from "@/lib/images/commands/update-image";
import { getImageRecord } from "@/lib/images/queries/get-image-record";
import { listImageRecords } from "@/lib/images/queries/list-image-records";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import type { Answer, ProvenCall } from "../call";
import { Fault } from "../fault";
import { readJson, readJsonOrNothing } from "../read-json";
import { parsePatch } from "./json-patch";
import { readChanges } from "./read-changes";
import { readFilter } from "./read-filter";
import { readNewImage } from "./read-new-image";
import { toWireImage } from "./wire";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The image a path names. What is no id is no image: clients try a name first and want 404. Errors: `notFound`. */
export function imageIdOf({ params }: ProvenCall): string {
  const id = params.image ?? "";
  if (!UUID.test(id)) throw new AppError("notFound", { id });
  return id.toLowerCase();
}

export async function listImages({ actor, search }: ProvenCall): Promise<Answer> {
  const filter = readFilter(search);
  const records = await listImageRecords(actor, filter);
  const last = records.at(-1);
  const next = last !== undefined && records.length === filter.limit ? { next: pagePath(search, last.id) } : {};
  return { status: 200, body: { images: records.map(toWireImage), first: pagePath(search), ...next, schema: "/v2/schemas/images" } };
}

/** The same list from its beginning, or after the image with this id. */
function pagePath(search: URLSearchParams, marker?: string): string {
  const query = new URLSearchParams([...search].filter(([name]) => name !== "marker"));
  if (marker !== undefined) query.set("marker", marker);
  return query.size === 0 ? "/v2/images" : `/v2/images?${query}`;
}

export async function postImage({ actor, request }: ProvenCall): Promise<Answer> {
  const { imageId } = await createImage(actor, readNewImage(await readJson(request), actor.project?.id ?? ""));
  return { status: 201, headers: { location: `${env().publicUrl}/v2/images/${imageId}` }, body: await wireImage(actor, imageId) };
}

export async function showImage(call: ProvenCall): Promise<Answer> {
  return { status: 200, body: await wireImage(call.actor, imageIdOf(call)) };
}

export async function patchImage(call: ProvenCall): Promise<Answer> {
  const { actor, request } = call;
  const imageId = imageIdOf(call);
  const operations = parsePatch(request.headers["content-type"], await readJson(request));
  // A patch of nothing changes nothing, but still tells who may not see the image.
  if (operations.length > 0) await updateImage(actor, { imageId, ...readChanges(operations) });
  return { status: 200, body: await wireImage(actor, imageId) };
}

/** Clients send no body; the IMS API's `delete_backup` takes the backup behind a full-server image along. */
export async function removeImage(call: ProvenCall): Promise<Answer> {
  const body = deletionBody.safeParse((await readJsonOrNothing(call.request)) ?? {});
  if (!body.success) throw new Fault(400, "delete_backup must be true or false.");
  await deleteImage(call.actor, { imageId: imageIdOf(call), withBackup: body.data.delete_backup });
  return { status: 204 };
}

const deletionBody = z.object({ delete_backup: z.boolean().default(false) });

export async function addTag(call: ProvenCall): Promise<Answer> {
  await updateImage(call.actor, { imageId: imageIdOf(call), addTag: call.params.tag });
  return { status: 204 };
}

export async function removeTag(call: ProvenCall): Promise<Answer> {
  await updateImage(call.actor, { imageId: imageIdOf(call), removeTag: call.params.tag });
  return { status: 204 };
}

async function wireImage(actor: Actor, imageId: string) {
  return toWireImage(await getImageRecord(actor, { imageId }));
}
