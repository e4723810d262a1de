import { expect, it } from "vitest";
import { createKey } from "@/lib/keys/commands/create-key";
import { db } from "@/lib/platform/db/client";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { anEncryptedImage } from "@/lib/testing/keys";
import { inNewRequest, tracesOf } from "@/lib/testing/traces";
import { modifyImage } from "./commands/modify-image";
import { protectImages } from "./commands/protect-images";
import { recycleImages } from "./commands/recycle-images";
import { retireImage } from "./commands/retire-image";
import { getImage } from "./queries/get-image";
import { whyNot } from "./rules/why-not";

testDatabase();

it("changes each of the six attributes, and reads them back (MNG-02, LIF-10)", async () => {
  const { owner } = await anAccount();
  const { id: imageId } = await anImage(owner, { status: "active" });
  const six = { name: "新名称", description: "for tests", minRamMb: 2048, maxRamMb: 4096, nicMultiQueue: true, sriov: true };
  for (const [attribute, value] of Object.entries(six)) await modifyImage(owner, { imageId, changes: { [attribute]: value } });
  expect(await getImage(owner, { imageId })).toMatchObject(six);
  const modifier = inNewRequest(owner);
  await modifyImage(modifier, { imageId, changes: { name: "again" } });
  expect(await tracesOf(modifier)).toMatchObject([{ trace: "updateImage", outcome: "done", resourceId: imageId }]);
  const { detail } = await db().auditTrace.findFirstOrThrow({ where: { requestId: modifier.requestId } });
  expect(detail).toEqual({ name: ["新名称", "again"] });
});

it.each(["osVersion", "osFamily", "architecture", "kind", "regionId", "accountId", "storedFormat", "bootMode", "minDiskGb", "status"])(
  "refuses to change %s (MNG-03)",
  async (attribute) => {
    const { owner } = await anAccount();
    const { id: imageId } = await anImage(owner, { status: "active" });
    const before = await getImage(owner, { imageId });
    await expect(modifyImage(owner, { imageId, changes: { name: "new", [attribute]: "x86" } })).rejects.toMatchObject({
      code: "attributeNotModifiable",
      detail: { attribute },
    });
    expect(await getImage(owner, { imageId })).toEqual(before);
  },
);

it("refuses to change the key of an encrypted image (LIM-26, MNG-03, SEC-04)", async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "for-images" });
  const { id: imageId } = await anEncryptedImage(owner, keyId);
  for (const attribute of ["keyId", "encrypted"])
    await expect(modifyImage(owner, { imageId, changes: { [attribute]: "another" } })).rejects.toMatchObject({
      code: "encryptionKeyImmutable",
    });
});

it("refuses a minimum memory above the maximum, also against what is there; 0 is no limit (MNG-04)", async () => {
  const { owner } = await anAccount();
  const { id: imageId } = await anImage(owner, { status: "active" });
  const change = (changes: Record<string, number>) => modifyImage(owner, { imageId, changes });
  await change({ minRamMb: 4096, maxRamMb: 4096 });
  await expect(change({ minRamMb: 4097 })).rejects.toMatchObject({ code: "invalidArgument", detail: { field: "maxRamMb" } });
  await expect(change({ maxRamMb: 4095 })).rejects.toMatchObject({ code: "invalidArgument" });
  await change({ maxRamMb: 0 });
  await change({ minRamMb: 8192 });
  expect(await getImage(owner, { imageId })).toMatchObject({ minRamMb: 8192, maxRamMb: 0 });
});

it("changes name and description only of a data disk image", async () => {
  const { owner } = await anAccount();
  const { id: imageId } = await anImage(owner, { status: "active", kind: "data" });
  await modifyImage(owner, { imageId, changes: { name: "data", description: "d" } });
  await expect(modifyImage(owner, { imageId, changes: { minRamMb: 1024 } })).rejects.toMatchObject({ code: "attributeNotModifiable" });
});

it("does not write over what somebody else changed since the form was opened", async () => {
  const { owner } = await anAccount();
  const { id: imageId } = await anImage(owner, { status: "active" });
  const { updatedAt } = await getImage(owner, { imageId });
  const results = await Promise.allSettled(
    ["one", "two", "three"].map((name) => modifyImage(owner, { imageId, unlessChangedSince: updatedAt, changes: { name } })),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
});

it("is refused for images of others, of the platform, and without the right (MNG-11, IMG-03, IMG-04, IAM-08)", async () => {
  const [account, stranger] = [await anAccount(), await anAccount()];
  const { id: imageId } = await anImage(account.owner, { status: "active" });
  const { id: publicId } = await anImage(stranger.owner, { status: "active", visibility: "public" });
  const { id: sharedId } = await anImage(stranger.owner, { status: "active" });
  const { accountId, project } = account.owner;
  await db().imageMember.create({ data: { imageId: sharedId, accountId, projectId: project?.id ?? "", status: "accepted" } });
  const rename = { changes: { name: "mine now" } };
  await expect(modifyImage(stranger.owner, { imageId, ...rename })).rejects.toMatchObject({ code: "notFound" });
  for (const other of [publicId, sharedId]) {
    await expect(modifyImage(account.owner, { imageId: other, ...rename })).rejects.toMatchObject({ code: "imageReadOnly" });
    await expect(protectImages(account.owner, { selection: { ids: [other] }, protected: true })).rejects.toMatchObject({
      code: "imageReadOnly",
    });
    await expect(recycleImages(account.owner, { selection: { ids: [other] } })).rejects.toMatchObject({ code: "imageReadOnly" });
  }
  const reader = await account.userWith("IMS ReadOnlyAccess");
  await expect(modifyImage(reader, { imageId, ...rename })).rejects.toMatchObject({ code: "permissionDenied" });
});

it("is refused while an image is being made or has failed (LIF-04, LIF-05)", async () => {
  const { owner } = await anAccount();
  const making = await anImage(owner, { status: "saving", sourceKind: "file" });
  const failed = await anImage(owner, { status: "killed", sourceKind: "file", failureCode: "corruptImage" });
  for (const { id: imageId } of [making, failed])
    await expect(modifyImage(owner, { imageId, changes: { name: "x" } })).rejects.toMatchObject({ code: "imageStatusNotNormal" });
});

it("retires an image with a successor: readable, of no new use, and back again", async () => {
  const { owner } = await anAccount();
  const { id: imageId } = await anImage(owner, { status: "active" });
  const { id: successorId } = await anImage(owner, { status: "active" });
  const later = new Date(Date.now() + 86_400_000).toISOString();
  await retireImage(owner, { imageId, retiresAt: later, successorId });
  const soon = await getImage(owner, { imageId });
  expect(soon).toMatchObject({ retiresAt: later, successorId });
  const disk = { storedFormat: "zvhd2" };
  expect(whyNot("createServer", { ...soon, ...disk })).toBeUndefined();
  const past = new Date(Date.now() - 1000).toISOString();
  const retired = await retireImage(owner, { imageId, retiresAt: past, successorId });
  expect(whyNot("createServer", { ...retired, ...disk })).toMatchObject({ code: "imageRetired" });
  expect(await getImage(owner, { imageId })).toMatchObject({ name: retired.name });
  await retireImage(owner, { imageId, retiresAt: null });
  expect(await getImage(owner, { imageId })).toMatchObject({ retiresAt: null, successorId: null });
});

it("refuses a successor that is itself, of another kind, retired, or of another account", async () => {
  const [{ owner }, other] = [await anAccount(), await anAccount()];
  const { id: imageId } = await anImage(owner, { status: "active" });
  const retiresAt = new Date().toISOString();
  const gone = await anImage(owner, { status: "active", retiresAt: new Date(0) });
  const data = await anImage(owner, { status: "active", kind: "data" });
  for (const successorId of [imageId, gone.id, data.id])
    await expect(retireImage(owner, { imageId, retiresAt, successorId })).rejects.toMatchObject({ code: "invalidArgument" });
  const foreign = await anImage(other.owner, { status: "active" });
  await expect(retireImage(owner, { imageId, retiresAt, successorId: foreign.id })).rejects.toMatchObject({ code: "notFound" });
});
