import { registerImage } from "@/lib/images/commands/register-image";
import type { RegisterImageInput } from "@/lib/images/schemas";
import type { Actor } from "@/lib/platform/operation/actor";
import { runJobs } from "./jobs";
import { aBucket, anObject } from "./objects";

/** Puts a file into a bucket of its own and registers it; its job waits. */
export async function aRegistration(actor: Actor, bytes: Uint8Array, input: Partial<RegisterImageInput> = {}) {
  const bucket = await aBucket(actor);
  const object = await anObject(actor, bucket, { name: "disk.img", bytes });
  const { imageId, jobId } = await registerImage(actor, { name: "web-server", ...input, objectId: object.id });
  return { bucket, object, imageId, jobId };
}

/** An image made of a file, as a worker makes it. */
export async function aRegisteredImage(actor: Actor, bytes: Uint8Array, input: Partial<RegisterImageInput> = {}) {
  const made = await aRegistration(actor, bytes, input);
  await runJobs(actor);
  return made;
}
