import { describe, expect, it } from "vitest";
import { addGroupMember } from "@/lib/iam/commands/add-group-member";
import { createGrant } from "@/lib/iam/commands/create-grant";
import { createGroup } from "@/lib/iam/commands/create-group";
import { createUser } from "@/lib/iam/commands/create-user";
import { deleteGrant } from "@/lib/iam/commands/delete-grant";
import { deleteGroup } from "@/lib/iam/commands/delete-group";
import { setUserEnabled } from "@/lib/iam/commands/set-user-enabled";
import { listGroups } from "@/lib/iam/queries/list-groups";
import { listUsers } from "@/lib/iam/queries/list-users";
import { createImage } from "@/lib/images/commands/create-image";
import { deleteImage } from "@/lib/images/commands/delete-image";
import { modifyImage } from "@/lib/images/commands/modify-image";
import { recycleImages } from "@/lib/images/commands/recycle-images";
import { getImage } from "@/lib/images/queries/get-image";
import { listImages } from "@/lib/images/queries/list-images";
import { reviewSelection } from "@/lib/images/queries/review-selection";
import { parseImageSearch } from "@/lib/images/schemas";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { actorOfUser } from "@/lib/platform/operation/load-actor";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { tracesOf } from "@/lib/testing/traces";
import { createVolumes } from "@/lib/volumes/commands/create-volumes";
import { createPolicy } from "./commands/create-policy";
import { deletePolicy } from "./commands/delete-policy";
import { updatePolicy } from "./commands/update-policy";
import type { PolicyStatement } from "./model";
import { getPolicy } from "./queries/get-policy";

testDatabase();

const name = (what: string) => `${what}-${crypto.randomUUID().slice(0, 8)}`;
const documentOf = (...Statement: PolicyStatement[]) => JSON.stringify({ Version: "1.1", Statement });
const allow = (...Action: string[]): PolicyStatement => ({ Effect: "Allow", Action });
const deny = (...Action: string[]): PolicyStatement => ({ Effect: "Deny", Action });
const denied = (action: string) => ({ code: "permissionDenied", detail: { action } });
const privateList = parseImageSearch("private", {});

/** A group with one user, and how to grant to it. */
async function aGroup(owner: Actor) {
  const { groupId } = await createGroup(owner, { name: name("group") });
  const { userId } = await createUser(owner, { name: name("user"), password: "long enough" });
  await addGroupMember(owner, { groupId, userId });
  const { regionId } = projectOf(owner);
  return {
    groupId,
    userId,
    grant: async (statements: PolicyStatement[], projectId: string | null = null) => {
      const { policyId } = await createPolicy(owner, { name: name("policy"), document: documentOf(...statements) });
      return { policyId, ...(await createGrant(owner, { groupId, policyId, projectId })) };
    },
    /** The user as the next request finds it. */
    user: (place: { regionId?: string; sourceIp?: string } = {}) =>
      actorOfUser(
        userId,
        { regionId: place.regionId ?? regionId },
        { requestId: crypto.randomUUID(), via: "console", ...(place.sourceIp === undefined ? {} : { sourceIp: place.sourceIp }) },
      ),
  };
}

describe("a custom policy", () => {
  it("lets developers use images but not delete them: deny wins over full access (IAM-06, IAM-12, IAM-16, SEC-10)", async () => {
    const { owner } = await anAccount();
    const { groupId, grant, user } = await aGroup(owner);
    await createGrant(owner, { groupId, permission: "IMS FullAccess", projectId: null });
    await grant([deny("ims:images:delete")]);
    const developer = await user();
    const { id: imageId } = await anImage(owner, { status: "active" });
    await createImage(developer, { fields: { name: "made" }, properties: {} });
    await listImages(developer, privateList);
    await modifyImage(developer, { imageId, changes: { description: "changed" } });
    await expect(deleteImage(developer, { imageId })).rejects.toMatchObject(denied("ims:images:delete"));
    await expect(recycleImages(developer, { selection: { ids: [imageId] } })).rejects.toMatchObject(denied("ims:images:delete"));
    await deleteImage(owner, { imageId });
  });

  it("is asked beforehand: the review of an act on many images names those it keeps from it, before the rules (IAM-06, MNG-10)", async () => {
    const { owner } = await anAccount();
    const { grant, user } = await aGroup(owner);
    const reading = await grant([
      allow("ims:images:list"),
      { ...allow("ims:images:delete"), Condition: { StringEquals: { "g:ResourceTag/env": ["test"] } } },
    ]);
    const [test, guarded, production] = [
      await anImage(owner, { status: "active", tags: ["env=test"] }),
      await anImage(owner, { status: "active", tags: ["env=test"], protected: true }),
      await anImage(owner, { status: "active", tags: ["env=production"], protected: true }),
    ];
    const selection = { ids: [test.id, guarded.id, production.id] };
    const review = await reviewSelection(await user(), { selection, act: "delete" });
    expect(review.allowed).toBe(1);
    expect(review.skipped).toMatchObject([
      { id: guarded.id, code: "conflict" },
      { id: production.id, ...denied("ims:images:delete") },
    ]);
    expect((await reviewSelection(await user(), { selection, act: "tag" })).skipped).toMatchObject(
      [test, guarded, production].map(() => denied("ims:images:update")),
    );
    const { policyId } = reading;
    const document = documentOf(allow("ims:images:list"), allow("ims:images:delete"));
    await updatePolicy(owner, { policyId, name: name("policy"), document });
    expect((await reviewSelection(await user(), { selection, act: "delete" })).skipped.map(({ code }) => code)).toEqual([
      "conflict",
      "conflict",
    ]);
  });

  it("is told with each image of a list and with its page: what it keeps from that one alone, nothing to its owner (IAM-06, IAM-16)", async () => {
    const { owner } = await anAccount();
    const { grant, user } = await aGroup(owner);
    await grant([
      allow("ims:images:get", "ims:images:list", "ims:images:update"),
      { ...allow("ims:images:delete"), Condition: { StringEquals: { "g:ResourceTag/env": ["test"] } } },
      { ...deny("ims:images:update"), Condition: { StringEquals: { "g:ResourceTag/env": ["production"] } } },
    ]);
    await anImage(owner, { status: "active", name: "throwaway", tags: ["env=test"] });
    const precious = await anImage(owner, { status: "active", name: "precious", tags: ["env=production"] });
    const refusalsFor = async (actor: Actor) =>
      Object.fromEntries((await listImages(actor, privateList)).items.map((image) => [image.name, image.refusals]));
    const both = { "ims:images:delete": "permissionDenied", "ims:images:update": "permissionDenied" };
    expect(await refusalsFor(await user())).toEqual({ throwaway: {}, precious: both });
    expect((await getImage(await user(), { imageId: precious.id })).refusals).toEqual(both);
    expect(await refusalsFor(owner)).toEqual({ throwaway: {}, precious: {} });
  });

  it("that allows deleting only images with a tag works as written, one by one and many at once (IAM-06, SEC-10)", async () => {
    const { owner } = await anAccount();
    const { grant, user } = await aGroup(owner);
    await grant([
      allow("ims:images:get", "ims:images:list"),
      { ...allow("ims:images:delete"), Condition: { StringEquals: { "g:ResourceTag/env": ["test", "dev"] } } },
    ]);
    const tagged = (...tags: string[]) => anImage(owner, { status: "active", tags });
    const [test, dev, production, plain] = [
      await tagged("env=test"),
      await tagged("env=dev"),
      await tagged("env=production"),
      await tagged(),
    ];
    const cleaner = await user();
    for (const { id: imageId } of [production, plain])
      await expect(deleteImage(cleaner, { imageId })).rejects.toMatchObject(denied("ims:images:delete"));
    await deleteImage(cleaner, { imageId: test.id });
    const many = await recycleImages(await user(), { selection: { ids: [dev.id, production.id, plain.id] } });
    expect(many.done.map(({ id }) => id)).toEqual([dev.id]);
    expect(many.skipped).toEqual(
      expect.arrayContaining([production.id, plain.id].map((id) => expect.objectContaining({ id, ...denied("ims:images:delete") }))),
    );
    const left = await db().image.findMany({
      where: { accountId: owner.accountId, status: "active", recycledAt: null },
      select: { id: true },
    });
    expect(left.map(({ id }) => id).sort()).toEqual([production.id, plain.id].sort());
    expect(await tracesOf(cleaner)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ outcome: "refused", code: "permissionDenied" }),
        expect.objectContaining({ outcome: "done", resourceId: test.id }),
      ]),
    );
  });

  it("counts no tags that another account has set on what it shares", async () => {
    const [{ owner }, stranger] = [await anAccount(), await anAccount()];
    const { grant, user } = await aGroup(owner);
    await grant([{ ...allow("ims:images:get"), Condition: { StringEquals: { "g:ResourceTag/checked": ["yes"] } } }]);
    const { id: imageId } = await anImage(stranger.owner, { status: "active", tags: ["checked=yes"] });
    const { id: projectId } = projectOf(owner);
    await db().imageMember.create({ data: { imageId, accountId: owner.accountId, projectId, status: "accepted" } });
    expect((await getImage(owner, { imageId })).id).toBe(imageId);
    await expect(getImage(await user(), { imageId })).rejects.toMatchObject(denied("ims:images:get"));
  });

  it("names one image, for good or ill", async () => {
    const { owner } = await anAccount();
    const [one, other] = [await anImage(owner, { status: "active" }), await anImage(owner, { status: "active" })];
    const reader = await aGroup(owner);
    await reader.grant([{ ...allow("ims:images:get"), Resource: [`IMS:*:*:image:${one.id.toUpperCase()}`] }]);
    expect((await getImage(await reader.user(), { imageId: one.id })).id).toBe(one.id);
    await expect(getImage(await reader.user(), { imageId: other.id })).rejects.toMatchObject(denied("ims:images:get"));
    await expect(listImages(await reader.user(), privateList)).rejects.toMatchObject(denied("ims:images:list"));
    const kept = await aGroup(owner);
    await kept.grant([allow("ims:*:*"), { ...deny("ims:images:*"), Resource: [`ims:cn-north-4:*:image:${one.id}`] }]);
    await expect(deleteImage(await kept.user(), { imageId: one.id })).rejects.toMatchObject(denied("ims:images:delete"));
    await deleteImage(await kept.user(), { imageId: other.id });
    await listImages(await kept.user(), privateList);
  });

  it("that reaches the image of one disk does not reach an empty disk beside it", async () => {
    const { owner } = await anAccount();
    const { id: imageId } = await anImage(owner, { status: "active", kind: "data", minDiskGb: 40 });
    const { grant, user } = await aGroup(owner);
    await grant([{ ...allow("evs:volumes:create"), Resource: [`ims:*:*:image:${imageId}`] }]);
    const ofImage = { name: "a", sizeGb: 40, imageId };
    const make = async (...volumes: Parameters<typeof createVolumes>[1]["volumes"]) =>
      createVolumes(await user(), { volumes, zoneId: "cn-north-4a" });
    await expect(make(ofImage, { name: "b", sizeGb: 40 })).rejects.toMatchObject(denied("evs:volumes:create"));
    // Its right is not what stands against this one: the image has no disk.
    await expect(make(ofImage)).rejects.toMatchObject({ code: "imageStatusNotNormal" });
  });

  it("may ask from where and when a request comes; what cannot be told counts against it", async () => {
    const { owner } = await anAccount();
    const { id: imageId } = await anImage(owner, { status: "active" });
    const read = (actor: Actor) => getImage(actor, { imageId });
    const office = await aGroup(owner);
    await office.grant([{ ...allow("ims:images:get"), Condition: { IpAddress: { "g:SourceIp": ["192.0.2.0/24", "2001:db8::/32"] } } }]);
    for (const sourceIp of ["192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1"]) await read(await office.user({ sourceIp }));
    for (const sourceIp of ["192.0.3.7", "2001:db9::1", undefined])
      await expect(read(await office.user(sourceIp === undefined ? {} : { sourceIp }))).rejects.toMatchObject(denied("ims:images:get"));
    const outside = await aGroup(owner);
    await outside.grant([
      allow("ims:images:get"),
      { ...deny("ims:images:get"), Condition: { NotIpAddress: { "g:SourceIp": ["192.0.2.7"] } } },
    ]);
    await read(await outside.user({ sourceIp: "192.0.2.7" }));
    for (const sourceIp of ["192.0.2.8", undefined])
      await expect(read(await outside.user(sourceIp === undefined ? {} : { sourceIp }))).rejects.toMatchObject(denied("ims:images:get"));
    const [past, future] = ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"];
    const timed = await aGroup(owner);
    const { policyId } = await timed.grant([{ ...allow("ims:images:get"), Condition: { DateLessThan: { "g:CurrentTime": [past] } } }]);
    await expect(read(await timed.user())).rejects.toMatchObject(denied("ims:images:get"));
    const until = documentOf({
      ...allow("ims:images:get"),
      Condition: { DateLessThan: { "g:CurrentTime": [future] }, DateGreaterThan: { "g:CurrentTime": [past] } },
    });
    await updatePolicy(owner, { policyId, name: name("policy"), document: until });
    await read(await timed.user());
  });

  it("holds in one project or in all, from the grant until it is taken back, changed or deleted (IAM-03)", async () => {
    const account = await anAccount();
    const { owner } = account;
    const there = projectOf(await account.ownerIn("cn-south-1")).id;
    const { grant, user } = await aGroup(owner);
    const list = async (regionId: string) => listImages(await user({ regionId }), privateList);
    const { grantId, policyId } = await grant([allow("ims:images:list")], there);
    await list("cn-south-1");
    await expect(list("cn-north-4")).rejects.toMatchObject({ code: "projectNotAuthorised" });
    await deleteGrant(owner, { grantId });
    await expect(list("cn-south-1")).rejects.toMatchObject(denied("ims:images:list"));
    const again = await grant([allow("ims:*:list")]);
    for (const regionId of ["cn-south-1", "cn-north-4"]) await list(regionId);
    await updatePolicy(owner, { policyId: again.policyId, name: name("policy"), document: documentOf(allow("ims:images:get")) });
    await expect(list("cn-south-1")).rejects.toMatchObject(denied("ims:images:list"));
    await updatePolicy(owner, { policyId: again.policyId, name: name("policy"), document: documentOf(allow("ims:images:l*")) });
    await list("cn-south-1");
    await deletePolicy(owner, { policyId: again.policyId });
    await expect(list("cn-south-1")).rejects.toMatchObject(denied("ims:images:list"));
    await expect(getPolicy(owner, { policyId: again.policyId })).rejects.toMatchObject({ code: "notFound" });
    expect((await getPolicy(owner, { policyId })).groups).toEqual([]);
  });

  it("is the account administrator's: neither system permissions nor policies give the right to make one (SEC-10)", async () => {
    const account = await anAccount();
    const input = { name: name("policy"), document: documentOf(allow("ims:*:*")) };
    for (const permission of ["IMS FullAccess", "IMS Administrator", "Tenant Administrator"] as const)
      await expect(createPolicy(await account.userWith(permission), input)).rejects.toMatchObject(denied("iam:policies:create"));
    const { policyId } = await createPolicy(account.owner, input);
    const { owner: stranger } = await anAccount();
    const { groupId } = await createGroup(stranger, { name: name("group") });
    await expect(createGrant(stranger, { groupId, policyId, projectId: null })).rejects.toMatchObject({ code: "notFound" });
  });

  it("has a name of its own, and there are 200 of them at most", async () => {
    const { owner, id: accountId } = await anAccount();
    const document = documentOf(allow("ims:images:get"));
    const { policyId } = await createPolicy(owner, { name: "mine", document });
    await expect(createPolicy(owner, { name: "mine", document })).rejects.toMatchObject({ code: "nameTaken" });
    await expect(createPolicy(owner, { name: "IMS FullAccess", document })).rejects.toMatchObject({ code: "nameTaken" });
    await expect(updatePolicy(owner, { policyId, name: "IMS FullAccess", document })).rejects.toMatchObject({ code: "nameTaken" });
    const rows = Array.from({ length: 198 }, (_, at) => ({
      id: crypto.randomUUID(),
      accountId,
      name: `p${at}`,
      description: "",
      document,
    }));
    await db().policy.createMany({ data: rows });
    const results = await Promise.allSettled(["x", "y", "z"].map((each) => createPolicy(owner, { name: each, document })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(createPolicy(owner, { name: "w", document })).rejects.toMatchObject({
      code: "policyLimitExceeded",
      detail: { limit: 200 },
    });
  });

  it("is refused with the line that is wrong", async () => {
    const { owner } = await anAccount();
    const document = '{\n  "Version": "1.1",\n  "Statement": [\n    { "Effect": "Allow", "Action": ["ims:images:remove"] }\n  ]\n}';
    const invalid = { code: "policyInvalid", detail: { rule: "actionUnknown", line: 4, value: "ims:images:remove" } };
    await expect(createPolicy(owner, { name: "wrong", document })).rejects.toMatchObject(invalid);
  });
});

describe("administration", () => {
  it("lists users and groups with what they were granted, and takes it away again", async () => {
    const { owner } = await anAccount();
    const { groupId, userId, grant, user } = await aGroup(owner);
    await createGrant(owner, { groupId, permission: "IMS ReadOnlyAccess", projectId: projectOf(owner).id });
    const { policyId } = await grant([allow("ims:images:list")]);
    const [group] = await listGroups(owner, {});
    expect(group?.members.map(({ id }) => id)).toEqual([userId]);
    expect(group?.grants).toMatchObject([
      { name: "IMS ReadOnlyAccess", policyId: null, regionId: "cn-north-4" },
      { policyId, regionId: null },
    ]);
    const users = await listUsers(owner, {});
    expect(users.map(({ id, accountOwner, groups }) => ({ id, accountOwner, groups }))).toEqual([
      { id: owner.userId, accountOwner: true, groups: [] },
      { id: userId, accountOwner: false, groups: [group?.name] },
    ]);
    await deleteGroup(owner, { groupId });
    await expect(listImages(await user(), privateList)).rejects.toMatchObject(denied("ims:images:list"));
    expect((await getPolicy(owner, { policyId })).groups).toEqual([]);
  });

  it("keeps a role that another one depends on, in its project or in all (IAM-09, IAM-10)", async () => {
    const { owner } = await anAccount();
    const { groupId } = await aGroup(owner);
    const grant = async (permission: string, projectId: string | null) =>
      (await createGrant(owner, { groupId, permission, projectId })).grantId;
    const here = projectOf(owner).id;
    const tenant = await grant("Tenant Administrator", here);
    const images = await grant("IMS Administrator", here);
    const servers = await grant("Server Administrator", here);
    const needed = (role: string) => ({ code: "grantNeeded", detail: { role } });
    await expect(deleteGrant(owner, { grantId: images })).rejects.toMatchObject(needed("Server Administrator"));
    await expect(deleteGrant(owner, { grantId: tenant })).rejects.toMatchObject(needed("IMS Administrator"));
    await grant("Tenant Administrator", null);
    await deleteGrant(owner, { grantId: tenant });
    await deleteGrant(owner, { grantId: servers });
    await deleteGrant(owner, { grantId: images });
  });

  it("stops a user at once and lets it in again, but never the account's own", async () => {
    const { owner } = await anAccount();
    const { userId, user } = await aGroup(owner);
    await setUserEnabled(owner, { userId, enabled: false });
    await expect(user()).rejects.toMatchObject({ code: "unauthenticated" });
    await setUserEnabled(owner, { userId, enabled: true });
    expect((await user()).userId).toBe(userId);
    await expect(setUserEnabled(owner, { userId: owner.userId, enabled: false })).rejects.toMatchObject({ code: "conflict" });
  });
});
