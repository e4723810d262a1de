import { copyImage } from "@/lib/copies/commands/copy-image";
import { exportImage } from "@/lib/exports/commands/export-image";
import { createAgency } from "@/lib/iam/commands/create-agency";
import { publishImage } from "@/lib/market/commands/publish-image";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { projectOf } from "../factories";
import { aBucket } from "../objects";
import { anImageOf } from "../sized-images";
import { type Case, type Cases, listingOf } from "./case";

const anImage = async (actor: Actor) => (await anImageOf(actor, 1024 ** 3)).id;
const name = () => `n-${crypto.randomUUID()}`;

async function anAgencyIn(actor: Actor, regionId: string): Promise<string> {
  const { id: projectId } = await db().project.findFirstOrThrow({ where: { accountId: actor.accountId, regionId }, select: { id: true } });
  return (await createAgency(actor, { name: name(), projectId })).agencyId;
}

async function anExport(actor: Actor) {
  return { imageId: await anImage(actor), bucketId: (await aBucket(actor)).id, objectName: "exported.zvhd2" };
}

const failed = (jobId: string) =>
  db().job.update({ where: { id: jobId }, data: { status: "failed", errorCode: "toolFailed", endedAt: new Date() } });

async function aFailedCopy(actor: Actor): Promise<string> {
  const { jobId, imageId: id } = await copyImage(actor, { imageId: await anImage(actor), name: "copy" });
  await failed(jobId);
  await db().image.update({ where: { id }, data: { status: "killed", failureCode: "toolFailed" } });
  return jobId;
}

async function aFailedExport(actor: Actor): Promise<string> {
  const { jobId } = await exportImage(actor, await anExport(actor));
  await failed(jobId);
  return jobId;
}

async function anOffer(actor: Actor): Promise<string> {
  const imageId = await anImage(actor);
  await publishImage(actor, { imageId, vendor: "vendor", pricePerHour: 1 });
  return imageId;
}

async function aListed(actor: Actor): Promise<string> {
  const imageId = await anOffer(actor);
  await db().marketListing.update({ where: { imageId }, data: { status: "approved", reviewedAt: new Date(), reviewedBy: "x" } });
  return imageId;
}

const ofImage = (make: (actor: Actor) => Promise<string>, more: object = {}): Case => ({
  stranger: "notFound",
  input: async (actor) => ({ imageId: await make(actor), ...more }),
});

export const EXCHANGE_CASES: Cases = {
  "copies/copy-image": ofImage(anImage, { name: "copy" }),
  "copies/copy-image-across": {
    stranger: "notFound",
    input: async (actor) => {
      const targetRegionId = "cn-east-3";
      return { imageId: await anImage(actor), name: "copy", targetRegionId, agencyId: await anAgencyIn(actor, targetRegionId) };
    },
  },
  "copies/get-copy-options": ofImage(anImage),
  "copies/retry-copy": { stranger: "notFound", input: async (actor) => ({ jobId: await aFailedCopy(actor) }) },
  "exports/export-image": { stranger: "notFound", elsewhere: "imageRegionMismatch", input: anExport },
  "exports/retry-export": { stranger: "notFound", input: async (actor) => ({ jobId: await aFailedExport(actor) }) },
  "iam/create-agency": { stranger: "notFound", input: async (actor) => ({ name: name(), projectId: projectOf(actor).id }) },
  "market/get-listing": ofImage(anOffer),
  "market/list-market": listingOf(anOffer), // one that waits for its review is nobody else's to see
  "market/list-reviews": { ...listingOf(anOffer), stranger: "permissionDenied" },
  "market/publish-image": ofImage(anImage, { vendor: "vendor", pricePerHour: 1 }),
  "market/review-listing": {
    stranger: "permissionDenied",
    input: async (actor) => ({ imageId: await anOffer(actor), verdict: "approve" }),
  },
  "market/take-off-shelf": { stranger: "permissionDenied", input: async (actor) => ({ imageId: await aListed(actor), reason: "broken" }) },
  "market/withdraw-image": ofImage(anOffer),
};
