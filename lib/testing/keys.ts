import { randomUUID } from "node:crypto";
import { wrapDataKey } from "@/lib/keys/wrap-data-key";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { authorize, inProject } from "@/lib/platform/operation/authorize";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { projectOf } from "./factories";
import { aBucket, anObject } from "./objects";

/** A normal image of the actor's project under this key, with a disk row whose object nobody wrote. */
export async function anEncryptedImage(actor: Actor, keyId: string): Promise<{ id: string; name: string; diskId: string }> {
  const { id: projectId, regionId } = projectOf(actor);
  const [id, diskId] = [randomUUID(), randomUUID()];
  const name = `encrypted-${id.slice(0, 8)}`;
  await db().$transaction(async (tx) => {
    const { wrapped } = await wrapDataKey(tx, { keyId, sealedFor: id, by: actor });
    const digest = "0".repeat(64);
    const sizes = { sizeBytes: 12_288n, virtualSizeBytes: 1n << 30n };
    const digests = { objectSha256: digest, contentDigest: digest, sealedSha256: digest, blockDigests: new Uint8Array() };
    await tx.imageDisk.create({
      data: { id: diskId, regionId, storageKey: `images/${id}/disk-none.zvhd2`, ...sizes, ...digests, ...wrapped },
    });
    const owner = { accountId: actor.accountId, projectId, regionId };
    await tx.image.create({ data: { id, ...owner, name, sourceKind: "file", status: "active", diskId, encrypted: true, keyId } });
  });
  return { id, name, diskId };
}

/** A file in a bucket and an image to be made of it under this key; its job waits. */
export async function anEncryptedRegistration(actor: Actor, keyId: string, bytes: Uint8Array): Promise<{ imageId: string; jobId: string }> {
  const object = await anObject(actor, await aBucket(actor), { name: "disk.img", bytes });
  const scope = inProject(authorize(actor, "ims:serverImages:create"));
  const imageId = randomUUID();
  const { id: projectId, regionId } = scope.project;
  const owner = { accountId: actor.accountId, projectId, regionId };
  const jobId = await db().$transaction(async (tx) => {
    await tx.image.create({ data: { id: imageId, ...owner, name: "sealed", sourceKind: "file", encrypted: true, keyId } });
    return enqueue(tx, actor, scope, { kind: "importImage", payload: { imageId, objectId: object.id }, targetName: "sealed", imageId });
  });
  return { imageId, jobId };
}
