import { describe, expect, it } from "vitest";
import { createImage } from "@/lib/images/commands/create-image";
import { deleteImage } from "@/lib/images/commands/delete-image";
import { registerImage } from "@/lib/images/commands/register-image";
import { updateImage } from "@/lib/images/commands/update-image";
import { getImage } from "@/lib/images/queries/get-image";
import { listImages } from "@/lib/images/queries/list-images";
import { parseImageSearch } from "@/lib/images/schemas";
import type { Actor } from "@/lib/platform/operation/actor";
import { authorize, isAllowed } from "@/lib/platform/operation/authorize";
import { actorOfUser } from "@/lib/platform/operation/load-actor";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf, type TestAccount } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { aBucket, anObject } from "@/lib/testing/objects";
import { startUpload } from "@/lib/uploads/commands/start-upload";
import { addGroupMember } from "./commands/add-group-member";
import { createAccount } from "./commands/create-account";
import { createGrant } from "./commands/create-grant";
import { createGroup } from "./commands/create-group";
import { createUser } from "./commands/create-user";
import { removeGroupMember } from "./commands/remove-group-member";
import { listRegionAccess } from "./list-projects";

testDatabase();

const name = (what: string) => `${what}-${crypto.randomUUID().slice(0, 8)}`;
const everything = parseImageSearch("private", {});

/** What tables 8-1 and 8-2 speak of, on images of the account. */
const OPERATIONS: Readonly<Record<string, (account: TestAccount, actor: Actor) => Promise<unknown>>> = {
  create: async ({ owner }, actor) => {
    await createImage(actor, { fields: { name: "made" }, properties: {} });
    const object = await anObject(owner, await aBucket(owner), { name: "disk.raw" });
    return registerImage(actor, { objectId: object.id, name: "registered" });
  },
  delete: async ({ owner }, actor) => deleteImage(actor, { imageId: (await anImage(owner, { status: "active" })).id }),
  query: async ({ owner }, actor) => {
    const { id: imageId } = await anImage(owner, {});
    await listImages(actor, everything);
    return getImage(actor, { imageId });
  },
  update: async ({ owner }, actor) => updateImage(actor, { imageId: (await anImage(owner, {})).id, fields: { name: "renamed" } }),
  upload: async ({ owner }, actor) => startUpload(actor, { bucketId: (await aBucket(owner)).id, objectName: name("object"), sizeBytes: 1 }),
};

/** The operations an actor may do; the others are refused for want of the right. */
async function allowedTo(account: TestAccount, actor: Actor): Promise<string[]> {
  const allowed: string[] = [];
  for (const [operation, attempt] of Object.entries(OPERATIONS)) {
    const code = await attempt(account, actor).then(
      () => "done",
      (error: { code: string }) => error.code,
    );
    expect(["done", "permissionDenied"]).toContain(code);
    if (code === "done") allowed.push(operation);
  }
  return allowed;
}

describe("a system permission", () => {
  it.each([
    ["IMS FullAccess", ["create", "delete", "query", "update", "upload"]],
    ["IMS ReadOnlyAccess", ["query"]],
    ["IMS Administrator", ["create", "delete", "query", "update", "upload"]],
    ["Server Administrator", ["create", "delete", "query", "update", "upload"]],
    ["none", []],
  ] as const)("%s lets its user do what the matrix says, and no more (IAM-01, IAM-07, IAM-08, IAM-11)", async (permission, expected) => {
    const account = await anAccount();
    expect(await allowedTo(account, await account.userWith(permission))).toEqual(expected);
  });

  it("lets the account's own user do everything without any set-up", async () => {
    const account = await anAccount();
    expect(await allowedTo(account, account.owner)).toEqual(Object.keys(OPERATIONS));
  });

  it("holds in the one project it was granted for, or in all (IAM-03)", async () => {
    const account = await anAccount();
    const here = await account.userWith("IMS FullAccess", { regionId: "cn-south-1" });
    const everywhere = await account.userWith("IMS FullAccess");
    for (const regionId of ["cn-north-4", "cn-south-1", "cn-east-3"]) {
      await listImages(await account.inRegion(everywhere, regionId), everything);
      const there = listImages(await account.inRegion(here, regionId), everything);
      if (regionId === "cn-south-1") await there;
      else await expect(there).rejects.toMatchObject({ code: "projectNotAuthorised", detail: { region: regionId } });
    }
    const regions = (await listRegionAccess(here)).filter(({ projectId }) => projectId !== undefined);
    expect(regions).toMatchObject([{ id: "cn-south-1", projectId: projectOf(here).id }]);
    expect((await listRegionAccess(everywhere)).every(({ projectId }) => projectId !== undefined)).toBe(true);
  });
});

it("counts a refusal above what allows, whatever their order (IAM-16)", async () => {
  const { owner } = await anAccount();
  const allow = { effect: "allow", actions: ["ims:*:*"] } as const;
  const deny = { effect: "deny", actions: ["ims:images:delete"] } as const;
  for (const statements of [
    [allow, deny],
    [deny, allow],
  ]) {
    const user: Actor = { ...owner, accountOwner: false, statements };
    expect(() => authorize(user, "ims:images:delete")).toThrow("permissionDenied");
    expect(() => authorize(user, "ims:images:update")).not.toThrow();
  }
  const elsewhere = [allow, { ...deny, projectId: "0".repeat(32) }];
  expect(isAllowed(elsewhere, "ims:images:delete", projectOf(owner).id)).toBe(true);
});

async function aGroupWithMember(account: TestAccount) {
  const { owner } = account;
  const { groupId } = await createGroup(owner, { name: name("group") });
  const { userId } = await createUser(owner, { name: name("user"), password: "long enough" });
  await addGroupMember(owner, { groupId, userId });
  const { regionId } = projectOf(owner);
  return { groupId, userId, actor: () => actorOfUser(userId, { regionId }, { requestId: crypto.randomUUID(), via: "console" }) };
}

describe("a group", () => {
  it("gives its users what it was granted, from the grant until they leave it (IAM-02, REL-11)", async () => {
    const account = await anAccount();
    const { groupId, userId, actor } = await aGroupWithMember(account);
    const list = async () => listImages(await actor(), everything);
    await expect(list()).rejects.toMatchObject({ code: "permissionDenied", detail: { action: "ims:images:list" } });
    await createGrant(account.owner, { groupId, permission: "IMS ReadOnlyAccess", projectId: null });
    await list();
    await addGroupMember(account.owner, { groupId, userId }); // twice is no error
    await removeGroupMember(account.owner, { groupId, userId });
    await expect(list()).rejects.toMatchObject({ code: "permissionDenied" });
  });

  it("is given a role only beside the roles it depends on, in the same project or in all (IAM-05, IAM-09, IAM-10)", async () => {
    const account = await anAccount();
    const { owner } = account;
    const here = projectOf(owner).id;
    const there = projectOf(await account.ownerIn("cn-south-1")).id;
    const { groupId } = await createGroup(owner, { name: name("group") });
    const grant = (permission: string, projectId: string | null) => createGrant(owner, { groupId, permission, projectId });
    const missing = (needs: string) => ({ code: "roleDependencyMissing", detail: { needs } });
    await expect(grant("IMS Administrator", here)).rejects.toMatchObject(missing("Tenant Administrator"));
    await grant("Tenant Administrator", there);
    await expect(grant("IMS Administrator", here)).rejects.toMatchObject(missing("Tenant Administrator"));
    await grant("Tenant Administrator", here);
    await expect(grant("IMS Administrator", null)).rejects.toMatchObject(missing("Tenant Administrator"));
    await expect(grant("Server Administrator", here)).rejects.toMatchObject(missing("IMS Administrator"));
    await grant("IMS Administrator", here);
    await expect(grant("Server Administrator", there)).rejects.toMatchObject(missing("IMS Administrator"));
    await grant("Server Administrator", here);
    const other = (await createGroup(owner, { name: name("group") })).groupId;
    for (const permission of ["Tenant Administrator", "IMS Administrator"])
      await createGrant(owner, { groupId: other, permission, projectId: null });
    await createGrant(owner, { groupId: other, permission: "Server Administrator", projectId: there });
  });

  it("is given the same once, and only what exists", async () => {
    const [account, foreign] = [await anAccount(), await anAccount()];
    const { owner } = account;
    const { groupId } = await createGroup(owner, { name: name("group") });
    const grant = (permission: string, projectId: string | null) => createGrant(owner, { groupId, permission, projectId });
    for (const projectId of [null, projectOf(owner).id]) {
      const results = await Promise.allSettled([1, 2, 3].map(() => grant("IMS FullAccess", projectId)));
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      await expect(grant("IMS FullAccess", projectId)).rejects.toMatchObject({ code: "conflict" });
    }
    await expect(grant("IMS Nothing", null)).rejects.toMatchObject({ code: "invalidArgument" });
    await expect(grant("IMS FullAccess", projectOf(foreign.owner).id)).rejects.toMatchObject({ code: "notFound" });
    const stranger = await createUser(foreign.owner, { name: name("user"), password: "long enough" });
    await expect(addGroupMember(owner, { groupId, userId: stranger.userId })).rejects.toMatchObject({ code: "notFound" });
  });
});

it("gives names once: accounts everywhere, users and groups in their account", async () => {
  const [operator, account] = [(await anAccount({ operator: true })).owner, await anAccount()];
  const taken = { code: "nameTaken" };
  await expect(createAccount(operator, { name: account.name, ownerName: "x", password: "long enough" })).rejects.toMatchObject(taken);
  const [user, group] = [{ name: name("user"), password: "long enough" }, { name: name("group") }];
  await createUser(account.owner, user);
  await expect(createUser(account.owner, user)).rejects.toMatchObject(taken);
  await createGroup(account.owner, group);
  await expect(createGroup(account.owner, group)).rejects.toMatchObject(taken);
  await createUser(operator, user);
  await createGroup(operator, group);
});
