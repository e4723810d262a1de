import { expect, it } from "vitest";
import { db, Prisma } from "@/lib/platform/db/client";
import { authorize, inProject } from "@/lib/platform/operation/authorize";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf, type TestAccount } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { readableImages } from "../images-of";
import type { RecordFilter } from "./inputs";
import { pageStatement, selectImageRecords } from "./select-records";

testDatabase();

const everything: RecordFilter = {
  visibility: "all",
  memberStatus: "accepted",
  createdAt: [],
  updatedAt: [],
  tags: [],
  properties: {},
  order: [
    { key: "createdAt", descending: true },
    { key: "id", descending: true },
  ],
  limit: 1000,
};

function scopeOf({ owner }: Pick<TestAccount, "owner">) {
  return inProject(authorize(owner, "ims:images:list"));
}

it("reads exactly the images that the scope may see, of every type and status (IMG-04)", async () => {
  const [mine, other] = [await anAccount(), await anAccount()];
  const elsewhere = await mine.ownerIn("cn-south-1");
  for (const actor of [mine.owner, other.owner, elsewhere]) {
    await anImage(actor, {});
    await anImage(actor, { status: "active" });
    for (const status of ["pending", "approved"] as const) {
      const reviewed = status === "approved" ? { reviewedAt: new Date() } : {};
      await anImage(actor, {
        status: "active",
        published: true,
        listing: { create: { status, vendor: "v", pricePerHour: 0, ...reviewed } },
      });
    }
    await anImage(actor, { status: "active", hidden: true });
    await anImage(actor, { status: "deleted", deletedAt: new Date() });
    for (const visibility of ["public", "market"] as const) {
      await anImage(actor, { visibility, status: "active" });
      await anImage(actor, { visibility, status: "queued" });
      await anImage(actor, { visibility, status: "active", hidden: true });
    }
  }
  const scope = scopeOf(mine);
  const records = (await selectImageRecords(db(), scope, everything)) ?? [];
  const expected = await db().image.findMany({ where: readableImages(scope), select: { id: true } });
  expect(records.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
  expect(new Set(records.map(({ projectId }) => projectId)).size).toBe(2);
});

it("pages through any order without losing or repeating a row, though keys tie or are missing (MNG-01)", async () => {
  const account = await anAccount();
  await db().projectQuota.updateMany({ where: { projectId: projectOf(account.owner).id }, data: { imagesLimit: 500 } });
  const createdAt = new Date("2026-05-01T00:00:00.123Z");
  for (let index = 0; index < 40; index++) {
    await anImage(account.owner, {
      name: `same ${index % 3}`,
      createdAt: new Date(createdAt.getTime() + (index % 5)),
      ...(index % 2 === 0 ? { diskFormat: "qcow2", originalSize: BigInt(index % 4) } : {}),
    });
  }
  const orders: RecordFilter["order"][] = [
    everything.order,
    [
      { key: "sizeBytes", descending: true },
      { key: "name", descending: false },
      { key: "id", descending: false },
    ],
    [
      { key: "diskFormat", descending: false },
      { key: "createdAt", descending: true },
      { key: "id", descending: true },
    ],
    [{ key: "id", descending: false }],
  ];
  for (const order of orders) {
    const whole = (await selectImageRecords(db(), scopeOf(account), { ...everything, order })) ?? [];
    const paged: string[] = [];
    for (let marker: string | undefined; ; marker = paged.at(-1)) {
      const page = (await selectImageRecords(db(), scopeOf(account), { ...everything, order, marker, limit: 7 })) ?? [];
      paged.push(...page.map(({ id }) => id));
      if (page.length < 7) break;
    }
    expect(paged).toEqual(whole.map(({ id }) => id));
    expect(new Set(paged).size).toBe(whole.length);
  }
});

it("knows no marker of another tenant's image", async () => {
  const [mine, other] = [await anAccount(), await anAccount()];
  const { id: marker } = await anImage(other.owner, {});
  expect(await selectImageRecords(db(), scopeOf(mine), { ...everything, marker })).toBeUndefined();
});

it("reads a page from the indexes, however many images the region holds", async () => {
  const [owner, reader] = [(await anAccount()).owner, await anAccount()];
  const { id: projectId } = projectOf(owner);
  await db().projectQuota.updateMany({ where: { projectId }, data: { imagesLimit: 100_000 } });
  await db().$executeRaw`
    INSERT INTO "Image" ("id", "accountId", "projectId", "regionId", "name", "sourceKind", "createdAt")
    SELECT gen_random_uuid(), ${owner.accountId}::uuid, ${projectId}, 'cn-north-4', 'image ' || n, 'upload', now() - n * interval '1 minute'
    FROM generate_series(1, 3000) n`;
  await db().$executeRaw`ANALYZE "Image"`;
  for (const account of [reader, { owner }]) {
    const statement = pageStatement(scopeOf(account), { ...everything, limit: 20 }, undefined);
    const plan = await db().$queryRaw<{ "QUERY PLAN": string }[]>(Prisma.sql`EXPLAIN ${statement}`);
    const lines = plan.map((line) => line["QUERY PLAN"]);
    expect(lines.filter((line) => line.includes('Seq Scan on "Image"'))).toEqual([]);
    expect(lines.filter((line) => line.includes('on "Image" i')).length).toBe(5);
  }
});
