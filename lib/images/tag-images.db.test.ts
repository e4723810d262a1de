import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { inNewRequest, tracesOf } from "@/lib/testing/traces";
import { tagImages } from "./commands/tag-images";
import { getImage } from "./queries/get-image";
import { listImages } from "./queries/list-images";
import { parseImageSearch } from "./schemas";

testDatabase();

const found = async (actor: Actor, tags: string) =>
  (await listImages(actor, parseImageSearch("private", { tags, sort: "createdAt" }))).items.map(({ id }) => id);
const tag = (key: string, value = "") => ({ key, value });

it("adds, changes and removes a tag; the search by key and value follows at once (MNG-05, MNG-01, REL-08)", async () => {
  const { owner } = await anAccount();
  const [one, two] = [await anImage(owner, { status: "active" }), await anImage(owner, { status: "active" })];
  await anImage(owner, { status: "active", tags: ["environment=prod"] });
  const selection = { ids: [one.id] };
  await tagImages(owner, { selection, set: [tag("env", "prod"), tag("team", "蓝")] });
  await tagImages(owner, { selection: { ids: [two.id] }, set: [tag("env", "prod")] });
  expect(await found(owner, "env=prod")).toEqual([one.id, two.id]);
  expect(await found(owner, "env=prod,team=蓝")).toEqual([one.id]);
  expect(await found(owner, "env")).toEqual([one.id, two.id]);
  await tagImages(owner, { selection, set: [tag("env", "test")] });
  expect(await found(owner, "env=prod")).toEqual([two.id]);
  await tagImages(owner, { selection, removeKeys: ["env"] });
  expect(await found(owner, "env")).toEqual([two.id]);
  expect(await getImage(owner, { imageId: one.id })).toMatchObject({ tags: ["team=蓝"] });
});

it("takes the tenth tag and refuses the eleventh, which changes nothing (LIM-50, MNG-06)", async () => {
  const { owner } = await anAccount();
  const tags = Array.from({ length: 9 }, (_, index) => `k${index}=v`);
  const { id } = await anImage(owner, { status: "active", tags });
  const selection = { ids: [id] };
  await tagImages(owner, { selection, set: [tag("k9", "v")] });
  const late = inNewRequest(owner);
  await expect(tagImages(late, { selection, set: [tag("k10", "v")] })).rejects.toMatchObject({
    code: "tagLimitExceeded",
    detail: { limit: 10 },
  });
  expect(await tracesOf(late)).toMatchObject([{ trace: "updateTags", outcome: "refused", code: "tagLimitExceeded" }]);
  await tagImages(owner, { selection, set: [tag("k0", "changed"), tag("k10", "v")], removeKeys: ["k1"] });
  expect((await getImage(owner, { imageId: id })).tags).toHaveLength(10);
});

it("keeps to ten when many add at once (LIM-50)", async () => {
  const { owner } = await anAccount();
  const { id } = await anImage(owner, { status: "active" });
  const results = await Promise.allSettled(
    Array.from({ length: 14 }, (_, index) => tagImages(owner, { selection: { ids: [id] }, set: [tag(`k${index}`)] })),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  expect((await getImage(owner, { imageId: id })).tags).toHaveLength(10);
});

it("tags all that a filter matches, and says which were left alone and why", async () => {
  const { owner } = await anAccount();
  const full = Array.from({ length: 10 }, (_, index) => `k${index}`);
  const fine = await anImage(owner, { status: "active", name: "web-1" });
  await anImage(owner, { status: "active", name: "web-2", tags: full });
  await anImage(owner, { status: "saving", sourceKind: "file", name: "web-3" });
  const other = await anImage(owner, { status: "active", name: "db" });
  const tagger = inNewRequest(owner);
  const outcome = await tagImages(tagger, { selection: { filter: { type: "private", q: "web" } }, set: [tag("env", "prod")] });
  expect(outcome.done.map(({ name }) => name)).toEqual(["web-1"]);
  expect(outcome.skipped.map(({ name, code }) => [name, code]).sort()).toEqual([
    ["web-2", "tagLimitExceeded"],
    ["web-3", "imageStatusNotNormal"],
  ]);
  expect(await tracesOf(tagger)).toMatchObject([{ trace: "updateTags", outcome: "done", resourceId: fine.id, resourceName: "web-1" }]);
  expect((await getImage(owner, { imageId: other.id })).tags).toEqual([]);
});

it("never reaches another account's images, named or matched (IMG-04)", async () => {
  const [mine, theirs] = [await anAccount(), await anAccount()];
  const { id } = await anImage(theirs.owner, { status: "active", name: "same-name" });
  await expect(tagImages(mine.owner, { selection: { ids: [id] }, set: [tag("a")] })).rejects.toMatchObject({ code: "notFound" });
  const outcome = await tagImages(mine.owner, { selection: { filter: { type: "private", q: "same-name" } }, set: [tag("a")] });
  expect(outcome).toEqual({ done: [], skipped: [] });
  expect(await db().image.findUnique({ where: { id }, select: { tags: true } })).toEqual({ tags: [] });
});

it("refuses keys and values that are no tags", async () => {
  const { owner } = await anAccount();
  const { id } = await anImage(owner, { status: "active" });
  for (const bad of [tag("k".repeat(37)), tag("a", "v".repeat(44)), tag("a=b"), tag("a", "b c"), tag("")])
    await expect(tagImages(owner, { selection: { ids: [id] }, set: [bad] })).rejects.toMatchObject({ code: "invalidArgument" });
});
