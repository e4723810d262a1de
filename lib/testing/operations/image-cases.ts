import { randomUUID } from "node:crypto";
import { parseImageSearch } from "@/lib/images/schemas";
import { createKey } from "@/lib/keys/commands/create-key";
import type { Actor } from "@/lib/platform/operation/actor";
import { imageOriginalKey } from "@/lib/platform/storage/paths";
import { anImage } from "../image-records";
import { anEncryptedImage } from "../keys";
import { aBucket, anObject } from "../objects";
import type { Case, Cases } from "./case";

const ofAnImage = (data: Parameters<typeof anImage>[1], more: object = {}): Case => ({
  stranger: "notFound",
  input: async (actor) => ({ imageId: (await anImage(actor, data)).id, ...more }),
});

/** An image whose bytes are on their way. */
async function anUpload(actor: Actor): Promise<{ imageId: string; uploadId: string }> {
  const [imageId, uploadId] = [randomUUID(), randomUUID()];
  await anImage(actor, { id: imageId, status: "saving", originalKey: imageOriginalKey(imageId, uploadId) });
  return { imageId, uploadId };
}

async function aFile(actor: Actor): Promise<string> {
  return (await anObject(actor, await aBucket(actor), { name: "disk.raw" })).id;
}

export const IMAGE_CASES: Cases = {
  "images/abandon-image-upload": { stranger: "notFound", input: anUpload },
  "images/begin-image-upload": ofAnImage({ diskFormat: "raw", containerFormat: "bare" }, { uploadId: randomUUID() }),
  "images/create-image": { stranger: "own", input: async () => ({ fields: { name: "new" }, properties: {} }) },
  "images/delete-image": ofAnImage({ status: "active" }),
  "images/finish-image-upload": {
    stranger: "notFound",
    input: async (actor) => ({ ...(await anUpload(actor)), sizeBytes: 3, md5: "0".repeat(32), sha512: "0".repeat(128) }),
  },
  "images/register-image": { stranger: "notFound", input: async (actor) => ({ objectId: await aFile(actor), name: "registered" }) },
  "images/scrub-image": {
    stranger: "notFound",
    input: async (actor) => ({ imageId: (await anEncryptedImage(actor, (await createKey(actor, { name: randomUUID() })).keyId)).id }),
  },
  "images/retry-image": {
    stranger: "notFound",
    input: async (actor) => {
      const source = { sourceKind: "file", sourceObjectId: await aFile(actor) };
      return { imageId: (await anImage(actor, { ...source, status: "killed", failureCode: "corruptImage" })).id };
    },
  },
  "images/update-image": ofAnImage({ status: "active" }, { fields: { name: "renamed" } }),
  "images/get-image": ofAnImage({}),
  "images/get-image-file": ofAnImage({ status: "active" }),
  "images/get-image-record": ofAnImage({}),
  "images/list-image-records": {
    stranger: "nothing",
    input: async (actor) => {
      await anImage(actor, { status: "active" });
      return { order: [{ key: "id", descending: false }], limit: 1000 };
    },
  },
  "images/list-images": {
    stranger: "nothing",
    input: async (actor) => {
      await anImage(actor, { status: "active" });
      return parseImageSearch("private", {});
    },
  },
};
