import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { getQuota } from "@/lib/quotas/queries/get-quota";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { changePublicImage } from "./commands/change-public-image";
import { publishPublicImage } from "./commands/publish-public-image";
import { withdrawPublicImage } from "./commands/withdraw-public-image";
import { isCharged } from "./model";
import { PUBLIC_SYSTEMS } from "./os/public-systems";
import { getImage } from "./queries/get-image";
import { listImages } from "./queries/list-images";
import { parseImageSearch } from "./schemas";

testDatabase();

const found = async (actor: Actor, search: Record<string, string>) =>
  (await listImages(actor, parseImageSearch("public", search))).items.map(({ id }) => id);

it("shows every account the same public images, which the operator publishes (IMG-03, PUB-03, PUB-04, PUB-05)", async () => {
  const [platform, one, two] = [await anAccount({ operator: true }), await anAccount(), await anAccount()];
  const { id: imageId } = await anImage(platform.owner, { status: "active", name: "euler", minDiskGb: 40, hasCloudInit: true });
  expect(await found(one.owner, { q: imageId })).toEqual([]);
  await publishPublicImage(platform.owner, { imageId, features: ["userData", "diskHotplug"] });
  for (const { owner } of [one, two]) {
    expect(await found(owner, { q: imageId })).toEqual([imageId]);
    expect(await getImage(owner, { imageId })).toMatchObject({
      id: imageId,
      type: "public",
      minDiskGb: 40,
      features: ["userData", "diskHotplug"],
      hasCloudInit: true,
    });
  }
  expect(await getQuota(platform.owner, {})).toMatchObject({ imagesUsed: 0 });
  await withdrawPublicImage(platform.owner, { imageId });
  expect(await found(one.owner, { q: imageId })).toEqual([]);
  expect(await getQuota(platform.owner, {})).toMatchObject({ imagesUsed: 1 });
});

it("finds public images by system, name, id and feature, and nothing else (PUB-02)", async () => {
  const [platform, { owner }] = [await anAccount({ operator: true }), await anAccount()];
  const make = (name: string, osPlatform: string, features: string[] = []) =>
    anImage(platform.owner, { status: "active", visibility: "public", name, osPlatform, features });
  const prefix = `p${crypto.randomUUID().slice(0, 8)}`;
  const debian = await make(`${prefix}-debian`, "Debian", ["userData"]);
  const centos = await make(`${prefix}-centos`, "CentOS");
  expect(await found(owner, { q: prefix, platform: "Debian" })).toEqual([debian.id]);
  expect(await found(owner, { q: `${prefix}-CENTOS` })).toEqual([centos.id]);
  expect(await found(owner, { q: centos.id })).toEqual([centos.id]);
  expect(await found(owner, { q: crypto.randomUUID() })).toEqual([]);
  expect(await found(owner, { q: prefix, feature: "userData" })).toEqual([debian.id]);
});

it("finds at least one public image, and none of another system, by each of the eight types of the catalogue (PUB-01)", async () => {
  const [platform, { owner }] = [await anAccount({ operator: true }), await anAccount()];
  const families = PUBLIC_SYSTEMS.filter(({ main }) => main).map(({ name }) => name);
  expect(families).toHaveLength(8);
  const prefix = `p${crypto.randomUUID().slice(0, 8)}`;
  const made = new Map<string, string>();
  for (const osPlatform of families) {
    const { id: imageId } = await anImage(platform.owner, { status: "active", name: `${prefix}-${osPlatform}`, osPlatform });
    await publishPublicImage(platform.owner, { imageId, features: [] });
    made.set(osPlatform, imageId);
  }
  for (const osPlatform of families) expect(await found(owner, { q: prefix, platform: osPlatform })).toEqual([made.get(osPlatform)]);
});

it("marks KylinOS and UnionTechOS as charged and every other public image as free (PUB-07)", () => {
  const charged = (osPlatform: string | null) => isCharged({ type: "public", osPlatform });
  expect(["KylinOS", "UnionTechOS", "UnionTech UOS"].map(charged)).toEqual([true, true, true]);
  expect(["Windows", "CentOS", "Debian", "OpenSUSE", "Fedora", "Ubuntu", "EulerOS", "CoreOS", "NeoKylin", null].map(charged)).not.toContain(
    true,
  );
  expect(isCharged({ type: "private", osPlatform: "KylinOS" })).toBe(false);
});

it("hides an image from all but the operator, changes what it supports, and retires it", async () => {
  const [platform, { owner }] = [await anAccount({ operator: true }), await anAccount()];
  const { id: imageId } = await anImage(platform.owner, { status: "active", visibility: "public" });
  await changePublicImage(platform.owner, { imageId, hidden: true, features: ["passwordReset"] });
  expect(await found(owner, { q: imageId })).toEqual([]);
  await expect(getImage(owner, { imageId })).rejects.toMatchObject({ code: "notFound" });
  expect(await found(platform.owner, { q: imageId })).toEqual([imageId]);
  await changePublicImage(platform.owner, { imageId, hidden: false, retiresAt: new Date(0).toISOString() });
  expect(await getImage(owner, { imageId })).toMatchObject({ features: ["passwordReset"], retiresAt: new Date(0).toISOString() });
});

it("is the operator's alone: tenants neither publish nor change, and what may not leave is not published (IMG-03)", async () => {
  const [platform, tenant] = [await anAccount({ operator: true }), await anAccount()];
  const mine = await anImage(tenant.owner, { status: "active" });
  await expect(publishPublicImage(tenant.owner, { imageId: mine.id })).rejects.toMatchObject({ code: "permissionDenied" });
  const offered = await anImage(platform.owner, { status: "active", visibility: "public" });
  await expect(changePublicImage(tenant.owner, { imageId: offered.id, hidden: true })).rejects.toMatchObject({ code: "notFound" });
  const whole = await anImage(platform.owner, { status: "active", kind: "whole" });
  await expect(publishPublicImage(platform.owner, { imageId: whole.id })).rejects.toMatchObject({ code: "fullImageNotAllowed" });
});

it("takes back an image only when there is room for it (LIM-01)", async () => {
  const platform = await anAccount({ operator: true });
  const { id: imageId } = await anImage(platform.owner, { status: "active", visibility: "public" });
  await db().projectQuota.update({ where: { projectId: projectOf(platform.owner).id }, data: { imagesLimit: 0 } });
  await expect(withdrawPublicImage(platform.owner, { imageId })).rejects.toMatchObject({ code: "imageQuotaExceeded" });
  expect(await getImage(platform.owner, { imageId })).toMatchObject({ type: "public" });
});
