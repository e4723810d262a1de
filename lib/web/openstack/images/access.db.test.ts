import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/platform/operation/actor";
import { ApiClient } from "@/lib/testing/api-client";
import { type ByteServer, startByteServer } from "@/lib/testing/byte-server";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";

testDatabase();

let server: ByteServer;
beforeAll(async () => {
  server = await startByteServer();
});
afterAll(() => server.close());

const apiOf = (actor: Actor) => ApiClient.of(server.origin, actor);

async function aTenant() {
  const account = await anAccount();
  return { account, owner: account.owner, project: projectOf(account.owner), api: await apiOf(account.owner) };
}

describe("who may", () => {
  it("shows a second tenant nothing, and lets it change nothing, as if the image were not there (IMG-04)", async () => {
    const [mine, other] = [await aTenant(), await aTenant()];
    const { id } = await anImage(mine.owner, { status: "active", tags: ["t"] });
    const { api } = other;
    const path = `/v2/images/${id}`;
    const attempts = [
      await api.get(path),
      await api.get(`${path}/file`),
      await api.put(`${path}/file`, "x"),
      await api.patch(path, [{ op: "replace", path: "/name", value: "mine" }]),
      await api.patch(path, []),
      await api.put(`${path}/tags/x`),
      await api.delete(`${path}/tags/t`),
      await api.get(`${path}/members`),
      await api.delete(path),
    ];
    expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => 404));
    const nowhere = await api.get(`/v2/images/${randomUUID()}`);
    expect(Object.keys(nowhere.body)).toEqual(Object.keys((await api.get(path)).body));
    expect((await api.get("/v2/images")).body.images).toEqual([]);
    const elsewhere = await apiOf(await mine.account.ownerIn("cn-south-1"));
    expect((await elsewhere.get(path)).status).toBe(404);
  });

  it("lets a reader read and nobody without a grant anything (IAM-08, IAM-15)", async () => {
    const { account, owner } = await aTenant();
    const { id } = await anImage(owner);
    const reader = await apiOf(await account.userWith("IMS ReadOnlyAccess"));
    expect((await reader.get(`/v2/images/${id}`)).status).toBe(200);
    for (const answer of [
      await reader.post("/v2/images", {}),
      await reader.delete(`/v2/images/${id}`),
      await reader.put(`/v2/images/${id}/tags/x`),
      await reader.put(`/v2/images/${id}/file`, "x"),
      await (await apiOf(await account.userWith("none"))).get("/v2/images"),
    ]) {
      expect(answer.status).toBe(403);
    }
  });

  it("shows public images to all and lets nobody change or download them (IMG-03, MNG-11, EXP-10)", async () => {
    const [publisher, reader] = [await aTenant(), await aTenant()];
    const { id } = await anImage(publisher.owner, { visibility: "public", status: "active" });
    expect((await reader.api.get(`/v2/images/${id}`)).body).toMatchObject({ visibility: "public", __imagetype: "gold" });
    const listed = (await reader.api.get("/v2/images?visibility=public")).body.images as { id: string }[];
    expect(listed.map((image) => image.id)).toContain(id);
    expect((await reader.api.delete(`/v2/images/${id}`)).status).toBe(403);
    const [file, windows] = [`/v2/images/${id}/file`, { visibility: "public", status: "active", osFamily: "windows" } as const];
    expect((await reader.api.get(file)).body.message).toContain("Public images cannot be exported");
    const licensed = await anImage(publisher.owner, windows);
    const refused = await reader.api.get(`/v2/images/${licensed.id}/file`);
    expect([refused.status, refused.body.message]).toEqual([403, expect.stringContaining("Windows")]);
  });

  it("wants a token, and says where to get one (ACC-04)", async () => {
    const api = ApiClient.anonymous(server.origin);
    for (const path of ["/v2/images", `/v2/images/${randomUUID()}`, "/v2/schemas/image"]) {
      const answer = await api.get(path);
      expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, expect.stringMatching(/^Keystone uri=".*\/v3"$/)]);
    }
    expect((await api.get("/v2/images", { "x-auth-token": "nonsense" })).status).toBe(401);
  });
});

describe("the rest of the API", () => {
  it("answers faults in the form the client accepts, with nothing a browser would run", async () => {
    const { api } = await aTenant();
    const path = `/v2/images/${encodeURIComponent("<script>")}`;
    expect((await api.get(path)).body).toEqual({
      message: "No image found with ID <script><br /><br />\n\n\n",
      code: "404 Not Found",
      title: "Not Found",
    });
    const page = await api.get(path, { accept: "*/*" });
    expect([page.headers.get("content-type"), page.body.text]).toEqual([
      "text/html; charset=UTF-8",
      expect.stringContaining("No image found with ID &lt;script&gt;"),
    ]);
    expect((await api.get(path, { accept: "text/plain" })).body.text).toMatch(/^404 Not Found\n\nNo image found with ID <script>/);
  });

  it("names the methods of a path that has others", async () => {
    const { api } = await aTenant();
    for (const [method, path, allow] of [
      ["PUT", "/v2/images", "GET, POST"],
      ["HEAD", `/v2/images/${randomUUID()}/file`, "GET, PUT"],
    ] as const) {
      const answer = await api.send(method, path);
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, allow]);
    }
    for (const path of ["/v2/", "/v2/images/a/b/c", "/v2/images/%E0%A4%A/file", "/v2/info/stores"])
      expect((await api.get(path)).status).toBe(404);
  });

  it("has the schemas clients build their options from, no members and no import methods", async () => {
    const { api, owner } = await aTenant();
    const { id } = await anImage(owner);
    for (const name of ["image", "images", "member", "members"]) expect((await api.get(`/v2/schemas/${name}`)).body.name).toBe(name);
    expect((await api.get(`/v2/images/${id}/members`)).body).toEqual({ members: [], schema: "/v2/schemas/members" });
    expect((await api.post(`/v2/images/${id}/members`, { member: "x" })).status).toBe(409);
    expect((await api.get(`/v2/images/${id}/members/x`)).status).toBe(404);
    expect((await api.get("/v2.5/info/import")).body).toMatchObject({ "import-methods": { value: [] } });
  });
});
