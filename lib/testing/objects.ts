import { createHash, randomBytes, randomUUID } from "node:crypto";
import { createBucket } from "@/lib/objects/commands/create-bucket";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { bucketObjectKey } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";
import { projectOf } from "./factories";

export interface TestBucket {
  readonly id: string;
  readonly name: string;
}

/** A bucket of the actor's project, under a name nobody else has; `prefix` is what it begins with. */
export async function aBucket(actor: Actor, prefix = "bucket"): Promise<TestBucket> {
  const name = `${prefix}-${randomBytes(prefix === "bucket" ? 8 : 2).toString("hex")}`;
  const { bucketId } = await createBucket(actor, { name });
  return { id: bucketId, name };
}

/** An object with these bytes, as a finished upload leaves it. `source` instead of `bytes` for large ones. */
export async function anObject(
  actor: Actor,
  bucket: TestBucket,
  options: { name: string; bytes?: Uint8Array; source?: AsyncIterable<Uint8Array> },
) {
  const id = randomUUID();
  const storageKey = bucketObjectKey(bucket.id, id);
  const hash = createHash("sha256");
  const { sizeBytes } = await storageOf(projectOf(actor).regionId).put(
    storageKey,
    hashed(options.source ?? once(options.bytes ?? Buffer.from(options.name)), hash),
  );
  const data = { id, bucketId: bucket.id, name: options.name, sizeBytes, sha256: hash.digest("hex"), storageKey };
  await db().bucketObject.create({ data });
  return data;
}

async function* hashed(source: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* once(chunk: Uint8Array) {
  yield chunk;
}
