import type { Actor } from "@/lib/platform/operation/actor";
import { startUpload } from "@/lib/uploads/commands/start-upload";
import { aBucket, anObject } from "../objects";
import { type Case, type Cases, listingOf } from "./case";

async function anObjectOf(actor: Actor) {
  const bucket = await aBucket(actor);
  return { bucketId: bucket.id, objectId: (await anObject(actor, bucket, { name: "disk.raw" })).id };
}

async function anUploadOf(actor: Actor): Promise<string> {
  const bucket = await aBucket(actor);
  return (await startUpload(actor, { bucketId: bucket.id, objectName: "disk.raw", sizeBytes: 3 })).uploadId;
}

const ofAnObject: Case = { stranger: "notFound", input: async (actor) => ({ objectId: (await anObjectOf(actor)).objectId }) };
const ofAnUpload: Case = { stranger: "notFound", input: async (actor) => ({ uploadId: await anUploadOf(actor) }) };

export const OBJECT_CASES: Cases = {
  "objects/create-bucket": { stranger: "own", input: async () => ({ name: `made-${crypto.randomUUID()}` }) },
  "objects/delete-bucket": { stranger: "notFound", input: async (actor) => ({ bucketId: (await aBucket(actor)).id }) },
  "objects/delete-object": ofAnObject,
  "objects/get-object": ofAnObject,
  "objects/list-buckets": listingOf(aBucket),
  "objects/list-objects": { stranger: "notFound", input: async (actor) => ({ bucketId: (await anObjectOf(actor)).bucketId }) },
  "uploads/cancel-upload": ofAnUpload,
  "uploads/complete-upload": {
    stranger: "notFound",
    input: async (actor) => ({ uploadId: await anUploadOf(actor), sha256: "0".repeat(64) }),
  },
  "uploads/get-upload": ofAnUpload,
  "uploads/list-uploads": listingOf(anUploadOf),
  "uploads/start-upload": {
    stranger: "notFound",
    input: async (actor) => ({ bucketId: (await aBucket(actor)).id, objectName: "next.raw", sizeBytes: 3 }),
  },
};
