import { describe, expect, it } from "vitest";
import { deleteImage } from "@/lib/images/commands/delete-image";
import { getImage } from "@/lib/images/queries/get-image";
import { listImageRecords } from "@/lib/images/queries/list-image-records";
import { listImages } from "@/lib/images/queries/list-images";
import { db, Prisma } from "@/lib/platform/db/client";
import { createServers } from "@/lib/servers/commands/create-servers";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf, type TestAccount } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { bareTenants } from "@/lib/testing/tenants";
import { addMembers } from "./commands/add-members";
import { removeMembers } from "./commands/remove-members";
import { updateMemberStatus } from "./commands/update-member-status";
import { countWaiting } from "./queries/count-waiting";
import { listMembers } from "./queries/list-members";
import { listReceived } from "./queries/list-received";

testDatabase();

/** An image that its owner has shared with one other account. */
async function aShare(options: { kind?: "system" | "data" | "whole" } = {}) {
  const [owner, recipient] = [await anAccount(), await anAccount()];
  const { id: imageId } = await anImage(owner.owner, { status: "active", name: "golden", tags: ["secret"], ...options });
  await addMembers(owner.owner, { imageId, recipients: [recipient.name] });
  return { owner, recipient, imageId };
}

const received = async (account: TestAccount, status: "pending" | "accepted" | "rejected") =>
  (await listReceived(account.owner, { status })).items;

describe("answers", () => {
  it("shows a share to its recipient only once it is accepted; the owner keeps it and sees each answer (IMG-09, SHR-01, SHR-15)", async () => {
    const { owner, recipient, imageId } = await aShare();
    const kept = (await listImages(owner.owner, { type: "private" })).items.map(({ id }) => id);
    expect(kept).toContain(imageId);
    const listed = async () => (await listImages(recipient.owner, { type: "shared" })).items.map(({ id }) => id);
    const stateAtOwner = async () => (await listMembers(owner.owner, { imageId })).map(({ status }) => status);
    expect(await received(recipient, "pending")).toMatchObject([
      {
        image: { id: imageId, name: "golden", type: "shared", tags: [], tenants: 0 },
        ownerName: owner.name,
        firstTime: true,
        answeredAt: null,
      },
    ]);
    expect(await countWaiting(recipient.owner, {})).toEqual([
      { regionId: "cn-north-4", projectId: projectOf(recipient.owner).id, count: 1 },
    ]);
    expect(await listed()).toEqual([]);
    await expect(getImage(recipient.owner, { imageId })).rejects.toMatchObject({ code: "notFound" });

    for (const [status, seen] of [
      ["accepted", true],
      ["rejected", false],
      ["accepted", true],
    ] as const) {
      await updateMemberStatus(recipient.owner, { imageIds: [imageId], status });
      expect(await listed()).toEqual(seen ? [imageId] : []);
      expect(
        (
          await listImageRecords(recipient.owner, {
            visibility: "all",
            createdAt: [],
            updatedAt: [],
            tags: [],
            properties: {},
            order: [{ key: "id", descending: false }],
            limit: 10,
          })
        ).map(({ id }) => id),
      ).toEqual(seen ? [imageId] : []);
      expect(await received(recipient, status)).toMatchObject([{ image: { id: imageId } }]);
      expect(await stateAtOwner()).toEqual([status]);
      expect(await countWaiting(recipient.owner, {})).toEqual([]);
    }
  });

  it("is the recipient's own: no third account, no other project and no reader answers (SHR-15)", async () => {
    const { owner, recipient, imageId } = await aShare();
    const third = await anAccount();
    const elsewhere = await recipient.ownerIn("cn-south-1");
    for (const actor of [third.owner, owner.owner, elsewhere])
      await expect(updateMemberStatus(actor, { imageIds: [imageId], status: "accepted" })).rejects.toMatchObject({ code: "notFound" });
    const reader = await recipient.userWith("IMS ReadOnlyAccess");
    await expect(updateMemberStatus(reader, { imageIds: [imageId], status: "accepted" })).rejects.toMatchObject({
      code: "permissionDenied",
    });
    await expect(listMembers(third.owner, { imageId })).rejects.toMatchObject({ code: "notFound" });
  });

  it("answers several at once; what is gone meanwhile does not hold up the others (SHR-15)", async () => {
    const { owner, recipient, imageId } = await aShare();
    const { id: second } = await anImage(owner.owner, { status: "active" });
    await addMembers(owner.owner, { imageId: second, recipients: [recipient.name] });
    await removeMembers(owner.owner, { imageId });
    const { outcomes } = await updateMemberStatus(recipient.owner, { imageIds: [imageId, second], status: "accepted" });
    expect(Object.fromEntries(outcomes.map((each) => [each.imageId, each.outcome]))).toEqual({ [imageId]: "gone", [second]: "answered" });
  });

  it("refuses to accept again when others have taken the place (LIM-28, SHR-15)", async () => {
    const { recipient, imageId } = await aShare({ kind: "whole" });
    await updateMemberStatus(recipient.owner, { imageIds: [imageId], status: "rejected" });
    const others = await bareTenants(10, "cn-north-4");
    await db().imageMember.createMany({ data: others.map(({ id, projectId }) => ({ imageId, accountId: id, projectId })) });
    await expect(updateMemberStatus(recipient.owner, { imageIds: [imageId], status: "accepted" })).rejects.toMatchObject({
      code: "shareLimitExceeded",
    });
    await db().imageMember.deleteMany({ where: { imageId, accountId: others[0]?.id } });
    await updateMemberStatus(recipient.owner, { imageIds: [imageId], status: "accepted" });
  });

  it("shows each of two recipients itself and not the other", async () => {
    const { owner, recipient, imageId } = await aShare();
    const other = await anAccount();
    await addMembers(owner.owner, { imageId, recipients: [other.name] });
    expect((await listMembers(recipient.owner, { imageId })).map(({ accountName }) => accountName)).toEqual([recipient.name]);
  });
});

describe("the end of a share", () => {
  it("comes at once, for one, several or all, whatever was answered (SHR-14)", async () => {
    const { owner, recipient, imageId } = await aShare();
    const others = [await anAccount(), await anAccount()];
    await addMembers(owner.owner, { imageId, recipients: others.map(({ name }) => name) });
    await updateMemberStatus(recipient.owner, { imageIds: [imageId], status: "accepted" });
    expect(await removeMembers(owner.owner, { imageId, accountIds: [recipient.id] })).toEqual({ removed: 1 });
    expect(await received(recipient, "accepted")).toEqual([]);
    await expect(getImage(recipient.owner, { imageId })).rejects.toMatchObject({ code: "notFound" });
    expect(await removeMembers(owner.owner, { imageId, accountIds: [recipient.id] })).toEqual({ removed: 0 });
    expect(await removeMembers(owner.owner, { imageId })).toEqual({ removed: 2 });
    await expect(removeMembers(recipient.owner, { imageId })).rejects.toMatchObject({ code: "notFound" });
  });

  it("comes when the owner deletes the image, for pending and accepted ones alike (SHR-14, LIF-06)", async () => {
    const { owner, recipient, imageId } = await aShare();
    const pending = await anAccount();
    await addMembers(owner.owner, { imageId, recipients: [pending.name] });
    await updateMemberStatus(recipient.owner, { imageIds: [imageId], status: "accepted" });
    await deleteImage(owner.owner, { imageId });
    expect(await received(recipient, "accepted")).toEqual([]);
    expect(await received(pending, "pending")).toEqual([]);
    expect(await countWaiting(pending.owner, {})).toEqual([]);
    await expect(updateMemberStatus(pending.owner, { imageIds: [imageId], status: "accepted" })).rejects.toMatchObject({
      code: "notFound",
    });
  });
});

describe("what a recipient may do", () => {
  const server = { name: "web", flavorId: "s6.small.2", count: 1 };

  it("makes servers in the image's region, only of what it has accepted (SHR-02, SHR-11, USE-12, LIM-33)", async () => {
    const { recipient, imageId } = await aShare();
    const create = (actor: typeof recipient.owner, zoneId: string) => createServers(actor, { ...server, imageId, zoneId });
    await expect(create(recipient.owner, "cn-north-4a")).rejects.toMatchObject({ code: "notFound" });
    await updateMemberStatus(recipient.owner, { imageIds: [imageId], status: "accepted" });
    await db().image.update({
      where: { id: imageId },
      data: {
        minDiskGb: 40,
        disk: {
          create: {
            id: crypto.randomUUID(),
            regionId: "cn-north-4",
            storageKey: imageId,
            sizeBytes: 1,
            virtualSizeBytes: 1,
            objectSha256: "",
            contentDigest: "",
            blockDigests: new Uint8Array(),
          },
        },
      },
    });
    expect((await create(recipient.owner, "cn-north-4a")).serverIds).toHaveLength(1);
    await expect(create(await recipient.ownerIn("cn-south-1"), "cn-south-1a")).rejects.toMatchObject({ code: "imageRegionMismatch" });
  });

  it("takes nothing from the quota of the recipient, however many it received (SHR-05, LIM-29)", async () => {
    const [owner, recipient] = [await anAccount(), await anAccount()];
    const { id: projectId } = projectOf(owner.owner);
    await db().projectQuota.update({ where: { projectId }, data: { imagesLimit: 10_000 } });
    await db().$executeRaw`
      INSERT INTO "Image" ("id", "accountId", "projectId", "regionId", "name", "sourceKind", "status", "originalKey", "originalSize", "createdAt")
      SELECT gen_random_uuid(), ${owner.id}::uuid, ${projectId}, 'cn-north-4', 'image ' || n, 'upload', 'active', 'k' || n, 1, now() - n * interval '1 minute'
      FROM generate_series(1, 5000) n`;
    await db().$executeRaw`
      INSERT INTO "ImageMember" ("imageId", "accountId", "projectId", "status", "createdAt")
      SELECT "id", ${recipient.id}::uuid, ${projectOf(recipient.owner).id}, 'accepted', "createdAt" FROM "Image" WHERE "projectId" = ${projectId}`;
    await db().$executeRaw`ANALYZE "Image", "ImageMember"`;
    expect((await db().projectQuota.findUniqueOrThrow({ where: { projectId: projectOf(recipient.owner).id } })).imagesUsed).toBe(0);
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listReceived(recipient.owner, { status: "accepted", size: 100, cursor });
      expect(page.total).toBe(5000);
      seen.push(...page.items.map(({ image }) => image.id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
      if (seen.length === 200) {
        const back = await listReceived(recipient.owner, { status: "accepted", size: 100, cursor: page.previousCursor ?? "" });
        expect(back.items.map(({ image }) => image.id)).toEqual(seen.slice(0, 100));
      }
    }
    expect(new Set(seen).size).toBe(5000);
    const plan = await db().$queryRaw<{ "QUERY PLAN": string }[]>(Prisma.sql`
      EXPLAIN SELECT * FROM "ImageMember" m JOIN "Image" i ON i."id" = m."imageId"
      WHERE m."projectId" = ${projectOf(recipient.owner).id} AND m."status" = 'accepted' AND i."status" = 'active'
      ORDER BY m."createdAt" DESC, m."imageId" LIMIT 20`);
    expect(plan.map((line) => line["QUERY PLAN"]).filter((line) => line.includes("Seq Scan"))).toEqual([]);
  });
});

it("lets ending, deleting and answering race without a share that outlives its image (SHR-14)", async () => {
  for (let round = 0; round < 5; round++) {
    const { owner, recipient, imageId } = await aShare();
    await Promise.allSettled([
      updateMemberStatus(recipient.owner, { imageIds: [imageId], status: "accepted" }),
      round % 2 === 0 ? deleteImage(owner.owner, { imageId }) : removeMembers(owner.owner, { imageId }),
      updateMemberStatus(recipient.owner, { imageIds: [imageId], status: "rejected" }),
    ]);
    expect(await received(recipient, "accepted")).toEqual([]);
    await expect(getImage(recipient.owner, { imageId })).rejects.toMatchObject({ code: "notFound" });
  }
});
