import { describe, expect, it } from "vitest";
import { createKey } from "@/lib/keys/commands/create-key";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { bareTenants } from "@/lib/testing/tenants";
import { inNewRequest, tracesOf } from "@/lib/testing/traces";
import { addMembers } from "./commands/add-members";
import { updateMemberStatus } from "./commands/update-member-status";
import { listMembers } from "./queries/list-members";

testDatabase();

const REGION = "cn-north-4";

async function anOwner(): Promise<Actor> {
  return (await anAccount()).owner;
}

function members(imageId: string) {
  return db().imageMember.count({ where: { imageId, status: { not: "rejected" } } });
}

/** Shares an image with so many accounts without asking anybody. */
async function fill(imageId: string, count: number) {
  const tenants = await bareTenants(count, REGION);
  await db().imageMember.createMany({ data: tenants.map(({ id, projectId }) => ({ imageId, accountId: id, projectId })) });
  return tenants;
}

describe("who is added", () => {
  it("takes account names, account ids and project ids, many at once, and says of each what became of it (SHR-01, SHR-17)", async () => {
    const account = await anAccount();
    const { owner } = account;
    const { id: imageId } = await anImage(owner, { status: "active" });
    const [first, second, third] = await bareTenants(3, REGION);
    const [elsewhere] = await bareTenants(1, "cn-south-1");
    if (!first || !second || !third || !elsewhere) throw new Error("tenants");
    const recipients = [
      first.name,
      second.id.toUpperCase(),
      third.projectId,
      third.name,
      account.name,
      "nobody",
      elsewhere.projectId,
      elsewhere.name,
    ];
    const { outcomes } = await addMembers(owner, { imageId, recipients });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      "added",
      "added",
      "added",
      "alreadyMember",
      "self",
      "unknown",
      "otherRegion",
      "otherRegion",
    ]);
    expect(outcomes[1]?.accountName).toBe(second.name);
    const listed = await listMembers(owner, { imageId });
    expect(listed.map(({ accountName, status }) => [accountName, status]).sort()).toEqual(
      [first, second, third].map(({ name }) => [name, "pending"]).sort(),
    );
    expect((await db().image.findUniqueOrThrow({ where: { id: imageId } })).status).toBe("active");
  });

  it("refuses oneself, nobody and the same account twice, and changes nothing (SHR-17)", async () => {
    const account = await anAccount();
    const { owner } = account;
    const { id: imageId } = await anImage(owner, { status: "active" });
    const [tenant] = await bareTenants(1, REGION);
    if (!tenant) throw new Error("tenant");
    await addMembers(owner, { imageId, recipients: [tenant.name] });
    for (const [recipient, reason] of [
      [account.name, "self"],
      [projectOf(owner).id, "self"],
      ["nobody-at-all", "unknown"],
      [tenant.projectId, "alreadyMember"],
    ] as const)
      await expect(addMembers(owner, { imageId, recipients: [recipient] })).rejects.toMatchObject({
        code: "shareTargetInvalid",
        detail: { reason },
      });
    expect(await members(imageId)).toBe(1);
  });

  it("does not name a disabled account", async () => {
    const owner = await anOwner();
    const { id: imageId } = await anImage(owner, { status: "active" });
    const [tenant] = await bareTenants(1, REGION);
    await db().account.update({ where: { id: tenant?.id }, data: { enabled: false } });
    await expect(addMembers(owner, { imageId, recipients: [tenant?.name ?? ""] })).rejects.toMatchObject({ code: "shareTargetInvalid" });
  });

  it("refuses a share aimed at another region (SHR-10, LIM-32)", async () => {
    const owner = await anOwner();
    const { id: imageId } = await anImage(owner, { status: "active" });
    const [here] = await bareTenants(1, REGION);
    const [there] = await bareTenants(1, "cn-south-1");
    const mismatch = { code: "shareRegionMismatch" };
    await expect(addMembers(owner, { imageId, recipients: [here?.name ?? ""], regionId: "cn-south-1" })).rejects.toMatchObject(mismatch);
    await expect(addMembers(owner, { imageId, recipients: [there?.projectId ?? ""] })).rejects.toMatchObject(mismatch);
    expect(await members(imageId)).toBe(0);
  });

  it("needs the right to share, of the image's own account (SHR-13, IAM-08, IAM-10)", async () => {
    const account = await anAccount();
    const { id: imageId } = await anImage(account.owner, { status: "active" });
    const stranger = await anAccount();
    const recipients = [stranger.name];
    // Server Administrator creates, deletes, queries, modifies and uploads; sharing is not among it.
    for (const permission of ["IMS ReadOnlyAccess", "Server Administrator"] as const)
      await expect(addMembers(await account.userWith(permission), { imageId, recipients })).rejects.toMatchObject({
        code: "permissionDenied",
        detail: { action: "ims:images:share" },
      });
    await expect(addMembers(stranger.owner, { imageId, recipients })).rejects.toMatchObject({ code: "notFound" });
    await addMembers(account.owner, { imageId, recipients });
    await updateMemberStatus(stranger.owner, { imageIds: [imageId], status: "accepted" });
    const third = await anAccount();
    await expect(addMembers(stranger.owner, { imageId, recipients: [third.name] })).rejects.toMatchObject({ code: "imageReadOnly" });
  });
});

describe("which images", () => {
  it.each([
    ["one that is being made (SHR-06, LIM-30)", { status: "saving" }, "imageStatusNotNormal"],
    ["a published one (SHR-07, LIM-31)", { published: true }, "publishedImageNotShareable"],
    ["an encrypted one (SHR-08, LIM-23, SEC-05)", { encrypted: true }, "encryptedImageNotAllowed"],
    [
      "a full-server image of a CSBS backup (SHR-09, LIM-22)",
      { kind: "whole", sourceKind: "backup", originCsbs: true },
      "fullImageNotShareable",
    ],
    [
      "a full-server image of a server with a CSBS backup (SHR-09, LIM-22)",
      { kind: "whole", sourceKind: "server", originCsbs: true },
      "fullImageNotShareable",
    ],
    ["a full-server image of a CBR backup (SHR-09, LIM-22)", { kind: "whole", sourceKind: "backup" }, undefined],
    ["a full-server image of a server without a CSBS backup (SHR-09, LIM-22)", { kind: "whole", sourceKind: "server" }, undefined],
    ["a data disk image (SHR-03)", { kind: "data" }, undefined],
  ] as const)("%s", async (_name, change, code) => {
    const owner = await anOwner();
    const key = "encrypted" in change ? { keyId: (await createKey(owner, { name: "own" })).keyId } : {};
    const { id: imageId } = await anImage(owner, { status: "active", ...change, ...key });
    const [tenant] = await bareTenants(1, REGION);
    const shared = addMembers(owner, { imageId, recipients: [tenant?.name ?? ""] });
    if (code === undefined) await shared;
    else await expect(shared).rejects.toMatchObject({ code });
    expect(await members(imageId)).toBe(code === undefined ? 1 : 0);
  });
});

describe("how many", () => {
  it.each([
    ["system", 128, "SHR-03, LIM-27"],
    ["data", 128, "SHR-03, LIM-27"],
    ["whole", 10, "SHR-04, LIM-28"],
  ] as const)("shares a %s image with %i accounts and refuses one more (%s)", async (kind, limit, _ids) => {
    const owner = await anOwner();
    const { id: imageId } = await anImage(owner, { status: "active", kind });
    await fill(imageId, limit - 1);
    const [last, beyond] = await bareTenants(2, REGION);
    await addMembers(owner, { imageId, recipients: [last?.name ?? ""] });
    const refused = { code: "shareLimitExceeded", detail: { limit } };
    await expect(addMembers(owner, { imageId, recipients: [beyond?.name ?? ""] })).rejects.toMatchObject(refused);
    expect(await members(imageId)).toBe(limit);
  });

  it.each([
    ["system", 128, "LIM-27"],
    ["whole", 10, "LIM-28"],
  ] as const)("keeps a %s image within %i accounts under 20 parallel shares (%s)", async (kind, limit, _ids) => {
    const owner = await anOwner();
    const { id: imageId } = await anImage(owner, { status: "active", kind });
    await fill(imageId, limit - 3);
    const tenants = await bareTenants(20, REGION);
    const asked = await Promise.allSettled(tenants.map(({ name }) => addMembers(owner, { imageId, recipients: [name] })));
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    const reasons = asked.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []));
    expect(new Set(reasons)).toEqual(new Set(["shareLimitExceeded"]));
    expect(await members(imageId)).toBe(limit);
  });

  it("fills what is left and says which recipients were too many (LIM-28)", async () => {
    const owner = await anOwner();
    const { id: imageId } = await anImage(owner, { status: "active", kind: "whole" });
    await fill(imageId, 8);
    const tenants = await bareTenants(3, REGION);
    const { outcomes } = await addMembers(owner, { imageId, recipients: tenants.map(({ id }) => id) });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["added", "added", "limit"]);
  });

  it("does not count who rejected, and counts them again when they are asked again (SHR-15)", async () => {
    const owner = await anOwner();
    const { id: imageId } = await anImage(owner, { status: "active", kind: "whole" });
    const [rejecting] = await fill(imageId, 10);
    await db().imageMember.updateMany({ where: { imageId, accountId: rejecting?.id }, data: { status: "rejected" } });
    const { outcomes } = await addMembers(owner, { imageId, recipients: [rejecting?.name ?? ""] });
    expect(outcomes).toEqual([{ recipient: rejecting?.name, accountName: rejecting?.name, outcome: "invitedAgain" }]);
    expect(await members(imageId)).toBe(10);
  });
});

it("leaves a trace of a share and of a refusal (SEC-11)", async () => {
  const owner = inNewRequest(await anOwner());
  const { id: imageId } = await anImage(owner, { status: "active" });
  const [tenant] = await bareTenants(1, REGION);
  await addMembers(owner, { imageId, recipients: [tenant?.name ?? ""] });
  await expect(addMembers(owner, { imageId, recipients: ["nobody"] })).rejects.toThrow();
  expect(await tracesOf(owner)).toMatchObject([
    { trace: "addMember", outcome: "done", resourceId: imageId },
    { trace: "addMember", outcome: "refused", code: "shareTargetInvalid", resourceId: imageId },
  ]);
});
