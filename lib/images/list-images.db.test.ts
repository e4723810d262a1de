import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { deleteImage } from "./commands/delete-image";
import { updateImage } from "./commands/update-image";
import { IMAGE_SORTS } from "./constraints";
import { IMAGE_TYPES } from "./model";
import { getImage } from "./queries/get-image";
import { listImages } from "./queries/list-images";
import { type ImageListFilter, parseImageSearch } from "./schemas";

testDatabase();

type Filter = Partial<ImageListFilter>;

async function idsOf(actor: Actor, filter: Filter = {}): Promise<string[]> {
  return (await listImages(actor, { ...parseImageSearch("private", {}), ...filter })).items.map(({ id }) => id);
}

/** Six images that differ in what lists are filtered by; the private ones of a project, or public ones of its region. */
async function aVariety(actor: Actor, visibility: "private" | "public" = "private") {
  const make = (name: string, data: Parameters<typeof anImage>[1]) =>
    anImage(actor, { name, visibility, status: "active", ...data }).then(({ id }) => id);
  return {
    web: await make("Web 服务器", { osFamily: "linux", osPlatform: "CentOS", architecture: "x86" }),
    arm: await make("arm-build", { osFamily: "linux", osPlatform: "EulerOS", architecture: "arm" }),
    windows: await make("Desktop", { osFamily: "windows", osPlatform: "Windows", architecture: "x86" }),
    data: await make("data 100%", { kind: "data", osFamily: "other", architecture: "x86" }),
  };
}

it("lists images by words of the name, id, OS, platform, architecture, kind and state, alone and together (MNG-01)", async () => {
  const { owner } = await anAccount();
  const { web, arm, windows, data } = await aVariety(owner);
  const { id: waiting } = await anImage(owner, { name: "waiting" });
  const { id: failed } = await anImage(owner, { name: "failed", status: "killed", failureCode: "corruptImage" });
  const cases: [Filter, string[]][] = [
    [{}, [web, arm, windows, data, waiting, failed]],
    [{ q: "web" }, [web]],
    [{ q: "服务" }, [web]],
    [{ q: "100%" }, [data]],
    [{ q: "%" }, [data]],
    [{ q: "_" }, []],
    [{ q: arm }, [arm]],
    [{ q: arm.slice(0, 8) }, []],
    [{ os: "linux" }, [web, arm]],
    [{ os: "windows" }, [windows]],
    [{ platform: "EulerOS" }, [arm]],
    [{ architecture: "arm" }, [arm]],
    [{ kind: "data" }, [data]],
    [{ state: "normal" }, [web, arm, windows, data]],
    [{ state: "creating" }, [waiting]],
    [{ state: "error" }, [failed]],
    [{ os: "linux", architecture: "x86", state: "normal", q: "WEB" }, [web]],
    [{ os: "windows", architecture: "arm" }, []],
  ];
  for (const [filter, expected] of cases) expect([filter, (await idsOf(owner, filter)).sort()]).toEqual([filter, expected.sort()]);
});

it("finds public images by OS type, name and id, and nothing by an unknown one (PUB-02)", async () => {
  const operator = await anAccount({ operator: true });
  const { owner } = await anAccount();
  const { web, arm, windows } = await aVariety(await operator.ownerIn("cn-east-3"), "public");
  const reader = await (await anAccount()).ownerIn("cn-east-3");
  const find = (filter: Filter) => idsOf(reader, { type: "public", ...filter });
  expect((await find({ os: "linux" })).sort()).toEqual([web, arm].sort());
  expect(await find({ platform: "Windows" })).toEqual([windows]);
  expect(await find({ q: "arm-build" })).toEqual([arm]);
  expect(await find({ q: web })).toEqual([web]);
  expect(await find({ q: crypto.randomUUID() })).toEqual([]);
  expect(await idsOf(owner, { type: "public" })).toEqual([]);
});

it.each(IMAGE_SORTS)("pages through the order %s there and back, without losing or repeating what ties (MNG-01)", async (sort) => {
  const { owner } = await anAccount();
  await db().projectQuota.updateMany({ where: { projectId: projectOf(owner).id }, data: { imagesLimit: 100 } });
  const start = Date.parse("2026-05-01T00:00:00.123Z");
  for (let index = 0; index < 47; index++) await anImage(owner, { name: `same ${index % 5}`, createdAt: new Date(start + (index % 7)) });
  const list = (cursor?: string) => listImages(owner, { ...parseImageSearch("private", {}), sort, cursor });
  const pages = [await list()];
  for (let next = pages[0]?.nextCursor; next != null; next = pages.at(-1)?.nextCursor) pages.push(await list(next));
  expect(pages.map(({ items }) => items.length)).toEqual([20, 20, 7]);
  expect(pages.map(({ total }) => total)).toEqual(pages.map(() => 47));
  const rows = pages.flatMap(({ items }) => items);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(47);
  const keys = rows.map((row) => (sort.endsWith("name") ? row.name : row.createdAt));
  expect(keys).toEqual(sort.startsWith("-") ? [...keys].sort().reverse() : [...keys].sort());
  const back = await list(pages[2]?.previousCursor ?? "");
  expect(back.items).toEqual(pages[1]?.items);
  expect((await list(back.previousCursor ?? "")).items).toEqual(pages[0]?.items);
  expect((await list(back.previousCursor ?? "")).previousCursor).toBeNull();
});

it("keeps its place on a page when rows come and go before it", async () => {
  const { owner } = await anAccount();
  const made: string[] = [];
  for (let index = 0; index < 25; index++) made.push((await anImage(owner, { createdAt: new Date(1_700_000_000_000 + index) })).id);
  const first = await listImages(owner, parseImageSearch("private", {}));
  await anImage(owner, {});
  await deleteImage(owner, { imageId: first.items[0]?.id ?? "" });
  const second = await listImages(owner, { ...parseImageSearch("private", {}), cursor: first.nextCursor ?? "" });
  expect(second.items.map(({ id }) => id)).toEqual(made.slice(0, 5).reverse());
});

it("refuses a cursor it has not made", async () => {
  const { owner } = await anAccount();
  for (const cursor of [
    "x",
    Buffer.from('["a"]').toString("base64url"),
    Buffer.from('["not a date","no uuid","next"]').toString("base64url"),
  ])
    await expect(listImages(owner, { ...parseImageSearch("private", {}), cursor })).rejects.toMatchObject({ code: "invalidArgument" });
});

it("shows each image in one of the four lists; a published one also in the market's, to everybody (IMG-01)", async () => {
  const [operator, mine, other] = [await anAccount({ operator: true }), await anAccount(), await anAccount()];
  const region = "cn-south-1";
  const [seller, me, stranger] = await Promise.all([operator, mine, other].map((account) => account.ownerIn(region)));
  if (seller === undefined || me === undefined || stranger === undefined) throw new Error("three accounts have three owners");
  const { id: publicId } = await anImage(seller, { visibility: "public", status: "active" });
  const { id: marketId } = await anImage(seller, { visibility: "market", status: "active" });
  const { id: privateId } = await anImage(me, { status: "active" });
  const { id: publishedId } = await anImage(me, { status: "active", published: true });
  await db().marketListing.create({
    data: {
      imageId: publishedId,
      status: "approved",
      vendor: mine.name,
      pricePerHour: 0,
      reviewedAt: new Date(),
      reviewedBy: operator.name,
    },
  });
  const lists = async (actor: Actor) =>
    Object.fromEntries(await Promise.all(IMAGE_TYPES.map(async (type) => [type, (await idsOf(actor, { type })).sort()] as const)));
  const market = [marketId, publishedId].sort();
  expect(await lists(me)).toEqual({ public: [publicId], private: [privateId, publishedId].sort(), shared: [], market });
  expect(await lists(stranger)).toEqual({ public: [publicId], private: [], shared: [], market });
  await expect(getImage(stranger, { imageId: privateId })).rejects.toMatchObject({ code: "notFound" });
  expect(await getImage(stranger, { imageId: publishedId })).toMatchObject({ id: publishedId });
});

it("shows the same public images to every account, which may not change or delete them (IMG-03)", async () => {
  const operator = await (await anAccount({ operator: true })).ownerIn("cn-east-3");
  const { id: imageId } = await anImage(operator, { visibility: "public", status: "active" });
  const readers = await Promise.all([anAccount(), anAccount()].map(async (account) => (await account).ownerIn("cn-east-3")));
  const seen = await Promise.all(readers.map(async (reader) => (await idsOf(reader, { type: "public" })).sort()));
  expect(seen[0]).toContain(imageId);
  expect(seen[0]).toEqual(seen[1]);
  for (const reader of readers) {
    const rename = { imageId, fields: { name: "mine" }, properties: [] };
    await expect(updateImage(reader, rename)).rejects.toMatchObject({ code: "imageReadOnly" });
    await expect(deleteImage(reader, { imageId })).rejects.toMatchObject({ code: "imageReadOnly" });
  }
});

it("keeps private images of one region out of the same account's other regions (REG-09)", async () => {
  const account = await anAccount();
  const { id: imageId } = await anImage(account.owner, { status: "active" });
  const elsewhere = await account.ownerIn("cn-south-1");
  expect(await idsOf(elsewhere)).toEqual([]);
  await expect(getImage(elsewhere, { imageId })).rejects.toMatchObject({ code: "notFound" });
});
