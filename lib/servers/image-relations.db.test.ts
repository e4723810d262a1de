import { expect, it } from "vitest";
import { GIB, MIB } from "@/lib/disk/model";
import { publishPublicImage } from "@/lib/images/commands/publish-public-image";
import { IMAGE_TYPES } from "@/lib/images/model";
import { listImages } from "@/lib/images/queries/list-images";
import { wholeList } from "@/lib/images/search";
import { publishImage } from "@/lib/market/commands/publish-image";
import { reviewListing } from "@/lib/market/commands/review-listing";
import { addMembers } from "@/lib/members/commands/add-members";
import { removeMembers } from "@/lib/members/commands/remove-members";
import { updateMemberStatus } from "@/lib/members/commands/update-member-status";
import type { Actor } from "@/lib/platform/operation/actor";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount, type TestAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { deliverJob, runJobs } from "@/lib/testing/jobs";
import { aLazyServer, diskOf, readsAs, sameDisks, writeOnto } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { createSystemImage } from "./commands/create-system-image";
import { reinstallServer } from "./commands/reinstall-server";

testDatabase();
diskExports();
const disks = systemDisks("raw", "qcow2");

const golden = async (actor: Actor) => (await aRegisteredImage(actor, await disks.bytes("qcow2"), { name: "golden" })).imageId;
const offer = { vendor: "Acme", summary: "A web server", software: ["nginx 1.24"], pricePerHour: 0.1 };

/** The lists in which somebody finds an image. */
async function listsOf(actor: Actor, imageId: string): Promise<string[]> {
  const found = await Promise.all(
    IMAGE_TYPES.map(async (type) => (await listImages(actor, wholeList(type))).items.some(({ id }) => id === imageId)),
  );
  return IMAGE_TYPES.filter((_, index) => found[index]);
}

async function share(owner: Actor, imageId: string, recipient: TestAccount) {
  await addMembers(owner, { imageId, recipients: [recipient.name] });
  await updateMemberStatus(recipient.owner, { imageIds: [imageId], status: "accepted" });
}

it("deploys, customises and upgrades servers of images of every type in the same way, each the source of a private image (IMG-13, MNG-13, ADV-05, ADV-06)", {
  timeout: 180_000,
}, async () => {
  const [platform, vendor, me] = [await anAccount({ operator: true }), await anAccount(), await anAccount()];
  const publicId = await golden(platform.owner);
  await publishPublicImage(platform.owner, { imageId: publicId, features: [] });
  const marketId = await golden(vendor.owner);
  await publishImage(vendor.owner, { imageId: marketId, ...offer });
  await reviewListing(platform.owner, { imageId: marketId, verdict: "approve" });
  const sharedId = await golden(vendor.owner);
  await share(vendor.owner, sharedId, me);
  const privateId = await golden(me.owner);
  const images = { public: publicId, market: marketId, shared: sharedId, private: privateId };
  const ofMine: string[] = [];
  for (const [type, imageId] of Object.entries(images)) {
    expect(await listsOf(me.owner, imageId)).toEqual([type]);
    const serverId = await aLazyServer(me.owner, { imageId, name: type });
    expect(await readsAs(await diskOf(serverId), disks.path("raw")), type).toBe(true);
    const made = await createSystemImage(me.owner, { serverId, name: `of-${type}` });
    await deliverJob(made.jobId);
    expect(await listsOf(me.owner, made.imageId)).toEqual(["private"]);
    ofMine.push(serverId);
  }
  const [first = "", ...others] = ofMine;
  await writeOnto(await diskOf(first), { byte: 0x42, offset: 20 * GIB, length: MIB });
  const upgrade = await createSystemImage(me.owner, { serverId: first, name: "release-2" });
  await deliverJob(upgrade.jobId);
  for (const serverId of others) await deliverJob((await reinstallServer(me.owner, { serverId, imageId: upgrade.imageId })).jobId);
  for (const serverId of others) expect(await sameDisks(await diskOf(serverId), await diskOf(first))).toBe(true);
  await runJobs(me.owner);
});

it("a server becomes a private image, that becomes a shared one elsewhere, and published one of the market as well (IMG-13)", async () => {
  const [platform, me, friend, stranger] = [await anAccount({ operator: true }), await anAccount(), await anAccount(), await anAccount()];
  const serverId = await aLazyServer(me.owner, { imageId: await golden(me.owner), name: "model" });
  const { imageId, jobId } = await createSystemImage(me.owner, { serverId, name: "product" });
  await deliverJob(jobId);
  const seenBy = () => Promise.all([me, friend, stranger].map(({ owner }) => listsOf(owner, imageId)));
  expect(await seenBy()).toEqual([["private"], [], []]);
  await share(me.owner, imageId, friend);
  expect(await seenBy()).toEqual([["private"], ["shared"], []]);
  await removeMembers(me.owner, { imageId, accountIds: [friend.id] });
  await publishImage(me.owner, { imageId, ...offer });
  expect(await seenBy()).toEqual([["private"], [], []]);
  await reviewListing(platform.owner, { imageId, verdict: "approve" });
  expect(await seenBy()).toEqual(
    [["private", "market"], ["market"], ["market"]].map((lists) => IMAGE_TYPES.filter((type) => lists.includes(type))),
  );
  const bought = await aLazyServer(stranger.owner, { imageId, name: "bought" });
  expect(await sameDisks(await diskOf(bought), await diskOf(serverId))).toBe(true);
});
