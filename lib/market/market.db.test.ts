import { describe, expect, it } from "vitest";
import { deleteImage } from "@/lib/images/commands/delete-image";
import { publishPublicImage } from "@/lib/images/commands/publish-public-image";
import { updateImage } from "@/lib/images/commands/update-image";
import { getImage } from "@/lib/images/queries/get-image";
import { noteDamage } from "@/lib/images/scrub/note-damage";
import { createKey } from "@/lib/keys/commands/create-key";
import { addMembers } from "@/lib/members/commands/add-members";
import { listReceived } from "@/lib/members/queries/list-received";
import { db } from "@/lib/platform/db/client";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, type TestAccount } from "@/lib/testing/factories";
import { anImageOf } from "@/lib/testing/sized-images";
import { inNewRequest, tracesOf } from "@/lib/testing/traces";
import { publishImage } from "./commands/publish-image";
import { reviewListing } from "./commands/review-listing";
import { takeOffShelf } from "./commands/take-off-shelf";
import { withdrawImage } from "./commands/withdraw-image";
import { getListing } from "./queries/get-listing";
import { listMarket } from "./queries/list-market";
import { listReviews } from "./queries/list-reviews";

testDatabase();

const offer = { vendor: "Acme", summary: "A web server", software: ["nginx 1.24", "php 8.2"], pricePerHour: 0.123456 };
const GIB = 1024 ** 3;

async function anOffer() {
  const [vendor, operator, customer] = [await anAccount(), await anAccount({ operator: true }), await anAccount()];
  const { id: imageId } = await anImageOf(vendor.owner, GIB, { tags: ["internal"] });
  await publishImage(vendor.owner, { imageId, ...offer });
  return { vendor, operator, customer, imageId };
}

const shelf = async (account: TestAccount) => (await listMarket(account.owner, {})).items.map(({ image }) => image.id);

describe("the way to the market", () => {
  it("leads over a review: Published at once, offered only when it is approved (MKT-01, MKT-02, MKT-03, MKT-06, LIF-03)", async () => {
    const { vendor, operator, customer, imageId } = await anOffer();
    expect((await getImage(vendor.owner, { imageId })).state).toBe("published");
    expect(await shelf(customer)).not.toContain(imageId);
    await expect(getImage(customer.owner, { imageId })).rejects.toMatchObject({ code: "notFound" });
    await expect(getListing(customer.owner, { imageId })).rejects.toMatchObject({ code: "notFound" });
    const waiting = (await listReviews(operator.owner, {})).find(({ image }) => image.id === imageId);
    expect(waiting).toMatchObject({ accountName: vendor.name, listing: { status: "pending", ...offer } });

    await reviewListing(operator.owner, { imageId, verdict: "approve" });
    const { items } = await listMarket(customer.owner, { q: "acme" });
    expect(items).toMatchObject([
      { image: { id: imageId, type: "market", tags: [], tenants: 0 }, listing: { status: "approved", ...offer } },
    ]);
    expect((await getImage(customer.owner, { imageId })).type).toBe("market");
    expect((await listMarket(customer.owner, { q: "php 8.2" })).total).toBe(1);
    expect(await shelf(await anAccount())).toContain(imageId);
    expect((await listMarket(await customer.ownerIn("cn-south-1"), {})).items.map(({ image }) => image.id)).not.toContain(imageId);
    await expect(reviewListing(operator.owner, { imageId, verdict: "reject", reason: "late" })).rejects.toMatchObject({ code: "conflict" });
  });

  it("is closed to an image whose stored disk is damaged, when it is offered and when it is reviewed (SEC-08, ADV-03)", async () => {
    const { vendor, operator, customer, imageId } = await anOffer();
    const { diskId } = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { diskId: true } });
    await db().$transaction((tx) => noteDamage(tx, diskId ?? "", { construct: "zvhd2.block", blocks: [7], blockCount: 1 }));
    const corrupt = { code: "corruptImage", detail: { construct: "zvhd2.block" } };
    await expect(reviewListing(operator.owner, { imageId, verdict: "approve" })).rejects.toMatchObject(corrupt);
    expect(await shelf(customer)).not.toContain(imageId);
    await reviewListing(operator.owner, { imageId, verdict: "reject", reason: "Its disk is damaged" });
    await expect(publishImage(vendor.owner, { imageId, ...offer })).rejects.toMatchObject(corrupt);
    const { id: own } = await anImageOf(operator.owner, GIB);
    const disk = await db().imageDisk.findFirstOrThrow({ where: { image: { id: own } }, select: { id: true } });
    await db().$transaction((tx) => noteDamage(tx, disk.id, { construct: "zvhd2.block", blocks: [7], blockCount: 1 }));
    await expect(publishPublicImage(operator.owner, { imageId: own, features: [] })).rejects.toMatchObject(corrupt);
    // A share is not the platform's word: its recipient judges where it comes from.
    await addMembers(vendor.owner, { imageId, recipients: [customer.name] });
    expect((await listReceived(customer.owner, { status: "pending" })).items).toMatchObject([{ image: { id: imageId }, firstTime: true }]);
  });

  it("ends with a reason that the owner reads, after which it can be offered anew (MKT-02)", async () => {
    const { vendor, operator, customer, imageId } = await anOffer();
    await expect(reviewListing(operator.owner, { imageId, verdict: "reject" })).rejects.toMatchObject({ code: "invalidArgument" });
    await reviewListing(operator.owner, { imageId, verdict: "reject", reason: "It does not boot" });
    expect((await getImage(vendor.owner, { imageId })).state).toBe("normal");
    expect(await getListing(vendor.owner, { imageId })).toMatchObject({ status: "rejected", reason: "It does not boot" });
    expect(await shelf(customer)).not.toContain(imageId);
    await publishImage(vendor.owner, { imageId, ...offer, pricePerHour: 0 });
    expect(await getListing(vendor.owner, { imageId })).toMatchObject({ status: "pending", reason: null, pricePerHour: 0 });
  });

  it("is decided on by the platform alone (MKT-02)", async () => {
    const { vendor, customer, imageId } = await anOffer();
    for (const { owner } of [vendor, customer]) {
      await expect(reviewListing(owner, { imageId, verdict: "approve" })).rejects.toMatchObject({ code: "permissionDenied" });
      await expect(takeOffShelf(owner, { imageId, reason: "x" })).rejects.toMatchObject({ code: "permissionDenied" });
      await expect(listReviews(owner, {})).rejects.toMatchObject({ code: "permissionDenied" });
    }
    await expect(publishImage(customer.owner, { imageId, ...offer })).rejects.toMatchObject({ code: "notFound" });
    expect(await getListing(vendor.owner, { imageId })).toMatchObject({ status: "pending" });
  });

  it.each([
    ["a full-server image (MKT-04, LIM-19)", { kind: "whole" }, "fullImageNotAllowed"],
    ["an ISO image (IMG-11)", { kind: "iso" }, "isoImageNotAllowed"],
    ["one being made (MKT-03, LIF-04)", { status: "saving" }, "imageStatusNotNormal"],
    ["a published one (MKT-03)", { published: true }, "imageStatusNotNormal"],
  ] as const)("is closed to %s", async (_name, change, code) => {
    const { owner } = await anAccount();
    const { id: imageId } = await anImageOf(owner, GIB, change);
    await expect(publishImage(owner, { imageId, ...offer })).rejects.toMatchObject({ code });
  });

  it("is closed to an encrypted image (MKT-04, LIM-24, SEC-05)", async () => {
    const { owner } = await anAccount();
    const { keyId } = await createKey(owner, { name: "own" });
    const { id: imageId } = await anImageOf(owner, GIB, { encrypted: true, keyId });
    await expect(publishImage(owner, { imageId, ...offer })).rejects.toMatchObject({ code: "encryptedImageNotAllowed" });
  });
});

describe("a published image", () => {
  it("is neither deleted nor shared, waiting or approved; its attributes may change (MKT-05, LIM-31, LIM-48)", async () => {
    const { vendor, operator, customer, imageId } = await anOffer();
    for (const approve of [false, true]) {
      if (approve) await reviewListing(operator.owner, { imageId, verdict: "approve" });
      await expect(deleteImage(vendor.owner, { imageId })).rejects.toMatchObject({ code: "publishedImageNotDeletable" });
      await expect(addMembers(vendor.owner, { imageId, recipients: [customer.name] })).rejects.toMatchObject({
        code: "publishedImageNotShareable",
      });
      await updateImage(vendor.owner, { imageId, fields: { name: `renamed ${approve}` }, properties: [] });
    }
  });

  it("is Normal again when its owner withdraws it, and gone from the market at once (AMB-26, MKT-05)", async () => {
    const { vendor, operator, customer, imageId } = await anOffer();
    await reviewListing(operator.owner, { imageId, verdict: "approve" });
    await expect(withdrawImage(customer.owner, { imageId })).rejects.toMatchObject({ code: "imageReadOnly" });
    await withdrawImage(vendor.owner, { imageId });
    expect((await getImage(vendor.owner, { imageId })).state).toBe("normal");
    expect(await shelf(customer)).not.toContain(imageId);
    await expect(getImage(customer.owner, { imageId })).rejects.toMatchObject({ code: "notFound" });
    await expect(withdrawImage(vendor.owner, { imageId })).rejects.toMatchObject({ code: "imageStatusNotNormal" });
    await deleteImage(vendor.owner, { imageId });
  });

  it("is taken off the shelf by the platform, with a reason (MKT-02)", async () => {
    const { vendor, operator, customer, imageId } = await anOffer();
    await expect(takeOffShelf(operator.owner, { imageId, reason: "early" })).rejects.toMatchObject({ code: "conflict" });
    await reviewListing(operator.owner, { imageId, verdict: "approve" });
    await takeOffShelf(operator.owner, { imageId, reason: "A hole was found in it" });
    expect(await shelf(customer)).not.toContain(imageId);
    expect((await getImage(vendor.owner, { imageId })).state).toBe("normal");
    expect(await getListing(vendor.owner, { imageId })).toMatchObject({ status: "withdrawn", reason: "A hole was found in it" });
  });

  it("is approved once and for all when a withdrawal races with the review", async () => {
    for (let round = 0; round < 4; round++) {
      const { vendor, operator, imageId } = await anOffer();
      await Promise.allSettled([reviewListing(operator.owner, { imageId, verdict: "approve" }), withdrawImage(vendor.owner, { imageId })]);
      const { published, listing } = await db().image.findUniqueOrThrow({
        where: { id: imageId },
        select: { published: true, listing: true },
      });
      expect([published, listing?.status]).toEqual([false, "withdrawn"]);
    }
  });
});

it("leaves traces of every step (SEC-11)", async () => {
  const { operator, imageId } = await anOffer();
  const reviewing = inNewRequest(operator.owner);
  await reviewListing(reviewing, { imageId, verdict: "approve" });
  await takeOffShelf(reviewing, { imageId, reason: "x" });
  expect((await tracesOf(reviewing)).map(({ trace, outcome, resourceId }) => [trace, outcome, resourceId])).toEqual([
    ["reviewListing", "done", imageId],
    ["takeOffShelf", "done", imageId],
  ]);
});
