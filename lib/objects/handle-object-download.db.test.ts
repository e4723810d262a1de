import { afterAll, beforeAll, expect, it } from "vitest";
import { type ByteServer, startByteServer } from "@/lib/testing/byte-server";
import { sha256Of, someBytes } from "@/lib/testing/bytes";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { aBucket, anObject } from "@/lib/testing/objects";
import { signedIn, tokenHeaders } from "@/lib/testing/sessions";
import { objectDownloadPath } from "./model";

testDatabase();

const bytes = someBytes(3_000_001);
let server: ByteServer;
beforeAll(async () => {
  server = await startByteServer();
});
afterAll(() => server.close());

async function aDownload() {
  const account = await anAccount();
  const object = await anObject(account.owner, await aBucket(account.owner), { name: "exports/磁盘.vhd", bytes });
  const { id: projectId, regionId } = projectOf(account.owner);
  const url = `${server.origin}${objectDownloadPath({ regionId, projectId }, object.id)}`;
  const headers = await tokenHeaders(account.owner);
  const get = (more: Record<string, string> = {}, method = "GET") => fetch(url, { method, headers: { ...headers, ...more } });
  return { account, object, url, get };
}

it("sends an object whole, under its name, as nothing a browser would show (EXP-01)", async () => {
  const { get } = await aDownload();
  const response = await get();
  expect(response.status).toBe(200);
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    etag: `"${sha256Of(bytes)}"`,
    "content-length": String(bytes.length),
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename="__.vhd"; filename*=UTF-8''%E7%A3%81%E7%9B%98.vhd`,
    "x-content-type-options": "nosniff",
  });
});

it("sends a range, so that a broken download can go on, unless the object is another one", async () => {
  const { get } = await aDownload();
  const part = await get({ range: "bytes=1000000-", "if-range": `"${sha256Of(bytes)}"` });
  expect([part.status, part.headers.get("content-range")]).toEqual([206, "bytes 1000000-3000000/3000001"]);
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1_000_000))).toBe(true);
  const other = await get({ range: "bytes=0-0", "if-range": '"other"' });
  expect([other.status, (await other.arrayBuffer()).byteLength]).toEqual([200, bytes.length]);
  const beyond = await get({ range: "bytes=3000001-" });
  expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */3000001"]);
});

it("answers HEAD with the digest and no bytes, and 304 to who has them", async () => {
  const { get } = await aDownload();
  const head = await get({}, "HEAD");
  expect([head.status, head.headers.get("etag"), (await head.arrayBuffer()).byteLength]).toEqual([200, `"${sha256Of(bytes)}"`, 0]);
  expect((await get({ "if-none-match": `"${sha256Of(bytes)}"` })).status).toBe(304);
});

it("is there for the project's own users only (SEC-07)", async () => {
  const { account, object, url } = await aDownload();
  const stranger = (await anAccount()).owner;
  expect((await fetch(url)).status).toBe(401);
  expect((await fetch(url, { headers: await tokenHeaders(stranger) })).status).toBe(404);
  const { id: projectId, regionId } = projectOf(stranger);
  const theirs = `${server.origin}${objectDownloadPath({ regionId, projectId }, object.id)}`;
  expect((await fetch(theirs, { headers: await tokenHeaders(stranger) })).status).toBe(404);
  const nobody = await fetch(url, { headers: await tokenHeaders(await account.userWith("none")) });
  expect([nobody.status, (await nobody.json()).error.code]).toEqual([403, "permissionDenied"]);
  expect((await fetch(url, { headers: { cookie: (await signedIn(account.owner)).cookie } })).status).toBe(200);
  expect((await fetch(url, { method: "DELETE", headers: await tokenHeaders(account.owner) })).status).toBe(400);
});
