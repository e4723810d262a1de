import { randomUUID } from "node:crypto";
import { saveDraft } from "@/lib/drafts/commands/save-draft";
import { parseImageSearch } from "@/lib/images/schemas";
import type { Actor } from "@/lib/platform/operation/actor";
import { requestQuota } from "@/lib/quotas/commands/request-quota";
import { createPredefinedTags } from "@/lib/tags/commands/create-predefined-tags";
import { projectOf } from "../factories";
import { anImage } from "../image-records";
import { type Case, type Cases, listingOf } from "./case";

/** An act on one image, named in a selection. */
const onSelected = (data: Parameters<typeof anImage>[1], more: object = {}): Case => ({
  stranger: "notFound",
  input: async (actor) => ({ selection: { ids: [(await anImage(actor, { status: "active", ...data })).id] }, ...more }),
});

const onImage = (data: Parameters<typeof anImage>[1], more: object = {}): Case => ({
  stranger: "notFound",
  input: async (actor) => ({ imageId: (await anImage(actor, { status: "active", ...data })).id, ...more }),
});

async function aDraft(actor: Actor): Promise<{ draftId: string }> {
  const draftId = randomUUID();
  await saveDraft(actor, { draftId, form: { name: "half-typed" } });
  return { draftId };
}

/** A list with one image in it, as whoever reads all of it names it. */
async function aFilter(actor: Actor) {
  await anImage(actor, { status: "active" });
  const { cursor: _cursor, sort: _sort, size: _size, ...filter } = parseImageSearch("private", {});
  return { filter };
}

const someTags = { tags: [{ key: "env", value: "prod" }] };

/** Managing images, and what stands around it: drafts, preferences, tags, quotas. */
export const MANAGEMENT_CASES: Cases = {
  "images/change-public-image": onImage({ visibility: "public" }, { features: ["userData"] }),
  "images/export-image-list": { stranger: "own", input: aFilter },
  "images/get-image-relations": onImage({}),
  "images/list-image-rows": { stranger: "nothing", input: aFilter },
  "images/modify-image": onImage({}, { changes: { name: "renamed" } }),
  "images/protect-images": onSelected({}, { protected: true }),
  "images/publish-public-image": onImage({}),
  "images/purge-images": onSelected({ recycledAt: new Date() }),
  "images/recycle-images": onSelected({}),
  "images/restore-images": onSelected({ recycledAt: new Date() }),
  "images/retire-image": onImage({}, { retiresAt: new Date().toISOString() }),
  "images/review-selection": { ...onSelected({}, { act: "delete" }), stranger: "nothing" },
  "images/tag-images": onSelected({}, { set: [{ key: "env", value: "prod" }] }),
  "images/withdraw-public-image": onImage({ visibility: "public" }),
  "drafts/delete-draft": { stranger: "notFound", input: aDraft },
  "drafts/list-drafts": listingOf(aDraft),
  "drafts/save-draft": {
    stranger: "notFound",
    hushes: true,
    input: async (actor) => ({ ...(await aDraft(actor)), form: { name: "mine" } }),
  },
  "preferences/get-preference": { stranger: "nothing", input: async () => ({ name: "images.private" }) },
  "preferences/save-preference": { stranger: "own", input: async () => ({ name: "images.private", value: { columns: ["name"] } }) },
  "quotas/change-quota": {
    stranger: "permissionDenied",
    input: async (actor) => ({ projectId: projectOf(actor).id, imagesLimit: 60 }),
  },
  "quotas/decide-quota-request": {
    stranger: "permissionDenied",
    input: async (actor) => ({ ...(await requestQuota(actor, { imagesLimit: 60, reason: "more" })), approve: true }),
  },
  "quotas/list-project-quotas": { stranger: "permissionDenied", input: async () => ({}) },
  "quotas/list-quota-requests": listingOf((actor) => requestQuota(actor, { imagesLimit: 60, reason: "more" })),
  "quotas/request-quota": { stranger: "own", input: async () => ({ imagesLimit: 60, reason: "more" }) },
  "tags/create-predefined-tags": { stranger: "own", input: async () => someTags },
  "tags/delete-predefined-tags": {
    stranger: "own",
    async input(actor) {
      await createPredefinedTags(actor, someTags);
      return someTags;
    },
  },
  "tags/list-predefined-tags": listingOf((actor) => createPredefinedTags(actor, someTags)),
  "tags/list-tag-uses": listingOf((actor) => anImage(actor, { status: "active", tags: ["env=prod"] })),
};
