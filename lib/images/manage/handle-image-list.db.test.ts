import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { type ByteServer, startByteServer } from "@/lib/testing/byte-server";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { tokenHeaders } from "@/lib/testing/sessions";

testDatabase();

let server: ByteServer;
beforeAll(async () => {
  server = await startByteServer();
});
afterAll(() => server.close());

async function fileOf(actor: Actor, list: string, headersOf: Actor = actor): Promise<Response> {
  const { id, regionId } = projectOf(actor);
  return fetch(`${server.origin}/image-lists/r/${regionId}/p/${id}/${list}`, { headers: await tokenHeaders(headersOf) });
}

/** The rows of a file as a spreadsheet reads it; none of these tests has a line break inside a cell. */
async function rowsOf(response: Response): Promise<string[][]> {
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = bytes.toString("utf8").slice(1).split("\r\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, "")) ?? []);
}

it("writes one row for each private image of the region, and no other (MNG-07)", async () => {
  const account = await anAccount();
  const stranger = await anAccount();
  const mine = await anImage(account.owner, { status: "active", name: "=cmd|' /C calc'!A0", tags: ["env=prod", "k"] });
  const failed = await anImage(account.owner, { status: "killed", failureCode: "corruptImage", name: "镜像, 第二" });
  await anImage(await account.ownerIn("cn-south-1"), { status: "active" });
  await anImage(stranger.owner, { status: "active" });
  await anImage(account.owner, { status: "active", recycledAt: new Date() });
  const response = await fileOf(account.owner, "private?lang=en");
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="private-images-cn-north-4-\d{8}T\d{6}Z\.csv"/);
  const [header = [], ...rows] = await rowsOf(response);
  expect(header.slice(0, 5)).toEqual(["Name", "Image ID", "Type", "Kind", "Status"]);
  expect(rows.map((row) => row.slice(0, 5))).toEqual([
    ["'=cmd|' /C calc'!A0", mine.id, "Private images", "System disk image", "Normal"],
    ['"镜像, 第二"', failed.id, "Private images", "System disk image", "Error"],
  ]);
  expect(rows[0]?.[header.indexOf("Tags")]).toBe("env=prod; k");
});

it("speaks the language that is asked for, and keeps to the filter (MNG-07)", async () => {
  const { owner } = await anAccount();
  await anImage(owner, { status: "active", name: "web-1", tags: ["env=prod"] });
  await anImage(owner, { status: "active", name: "web-2" });
  const [header = [], ...rows] = await rowsOf(await fileOf(owner, "private?lang=zh-CN&tags=env%3Dprod&q=web"));
  expect(header.slice(0, 2)).toEqual(["名称", "镜像 ID"]);
  expect(rows.map(([name, , , kind]) => [name, kind])).toEqual([["web-1", "系统盘镜像"]]);
});

it("writes the public images of the region (MNG-07, PUB-02)", async () => {
  const [platform, { owner }] = [await anAccount({ operator: true }), await anAccount()];
  const { id } = await anImage(platform.owner, { status: "active", visibility: "public", osVersion: "CentOS 7.6 64bit" });
  await anImage(platform.owner, { status: "active", visibility: "public", hidden: true });
  const [, ...rows] = await rowsOf(await fileOf(owner, `public?q=${id}`));
  expect(rows.map(([, imageId]) => imageId)).toEqual([id]);
  expect((await fileOf(owner, "shared")).status).toBe(400);
});

it("writes every row of a list of many pages, and tells the audit how many (MNG-07, SEC-11)", async () => {
  const { owner } = await anAccount();
  const { id: projectId, regionId } = projectOf(owner);
  await db().projectQuota.update({ where: { projectId }, data: { imagesLimit: 2000 } });
  const createdAt = new Date();
  await db().image.createMany({
    data: Array.from({ length: 1203 }, (_, index) => ({
      id: crypto.randomUUID(),
      accountId: owner.accountId,
      projectId,
      regionId,
      name: `many-${index}`,
      sourceKind: "upload",
      createdAt,
    })),
  });
  const [, ...rows] = await rowsOf(await fileOf(owner, "private"));
  expect(new Set(rows.map(([, id]) => id)).size).toBe(1203);
  const trace = await db().auditTrace.findFirst({ where: { accountId: owner.accountId, trace: "exportImageList" } });
  expect(trace).toMatchObject({ outcome: "done", resourceName: "private-images-cn-north-4", detail: { rows: 1203 } });
});

it("is refused to who may not list images, and knows no other project (IAM-01, IMG-04)", async () => {
  const account = await anAccount();
  expect((await fileOf(account.owner, "private", await account.userWith("none"))).status).toBe(403);
  expect((await fileOf((await anAccount()).owner, "private", account.owner)).status).toBe(404);
});
