import { afterAll, beforeAll, expect, it } from "vitest";
import { createKey } from "@/lib/keys/commands/create-key";
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

async function aTenant() {
  const account = await anAccount();
  return { owner: account.owner, project: projectOf(account.owner).id, api: await ApiClient.of(server.origin, account.owner) };
}

const json = { "content-type": "application/json" };

it("shares with a project, which accepts, rejects and uses it, until the owner ends it (SHR-01, SHR-14, SHR-15)", async () => {
  const [mine, other, third] = [await aTenant(), await aTenant(), await aTenant()];
  const { id } = await anImage(mine.owner, { status: "active" });
  const members = `/v2/images/${id}/members`;
  const own = `${members}/${other.project}`;
  const member = { member_id: other.project, image_id: id, status: "pending", schema: "/v2/schemas/member" };
  expect(await mine.api.post(members, { member: other.project })).toMatchObject({ status: 200, body: member });
  expect((await mine.api.post(members, { member: other.project })).status).toBe(409);
  await mine.api.post(members, { member: third.project });
  expect((await mine.api.get(members)).body.members).toHaveLength(2);
  expect((await other.api.get(members)).body.members).toMatchObject([member]);
  expect((await other.api.get(`${members}/${third.project}`)).status).toBe(404);

  const listed = async () => ((await other.api.get("/v2/images")).body.images as { id: string }[]).map((image) => image.id);
  expect(await listed()).toEqual([]);
  expect((await mine.api.send("PUT", own, JSON.stringify({ status: "accepted" }), json)).status).toBe(403);
  expect((await other.api.send("PUT", own, JSON.stringify({ status: "perhaps" }), json)).status).toBe(400);
  expect((await other.api.send("PUT", own, JSON.stringify({ status: "accepted" }), json)).body).toMatchObject({
    ...member,
    status: "accepted",
  });
  expect(await listed()).toEqual([id]);
  expect((await mine.api.get(own)).body).toMatchObject({ status: "accepted" });
  expect((await other.api.post(members, { member: third.project })).status).toBe(403);
  expect((await other.api.delete(own)).status).toBe(403);
  await other.api.send("PUT", own, JSON.stringify({ status: "rejected" }), json);
  expect(await listed()).toEqual([]);
  expect((await mine.api.delete(own)).status).toBe(204);
  expect((await mine.api.delete(own)).status).toBe(404);
  expect((await other.api.get(members)).status).toBe(404);
});

it("refuses what cannot be shared, or not with these (SHR-17, SHR-10, LIM-32)", async () => {
  const [mine, other] = [await aTenant(), await anAccount()];
  const { id } = await anImage(mine.owner, { status: "active" });
  const { keyId } = await createKey(mine.owner, { name: "own" });
  const { id: encrypted } = await anImage(mine.owner, { status: "active", encrypted: true, keyId });
  const to = async (imageId: string, member: unknown) => (await mine.api.post(`/v2/images/${imageId}/members`, member)).status;
  expect(await to(id, {})).toBe(400);
  expect(await to(id, { member: "" })).toBe(400);
  expect(await to(id, { member: mine.project })).toBe(400);
  expect(await to(id, { member: "f".repeat(32) })).toBe(400);
  expect(await to(id, { member: projectOf(await other.ownerIn("cn-south-1")).id })).toBe(404);
  expect(await to(encrypted, { member: projectOf(other.owner).id })).toBe(400);
});

it("lists what others share with the project by its answer, and tells that it is shared (SHR-14, SHR-15)", async () => {
  const [mine, other] = [await aTenant(), await aTenant()];
  const ids = await Promise.all(["a", "b", "c"].map(async (name) => (await anImage(mine.owner, { status: "active", name })).id));
  for (const id of ids) await mine.api.post(`/v2/images/${id}/members`, { member: other.project });
  const [accepted = "", rejected = "", pending = ""] = ids;
  const answer = (id: string, status: string) =>
    other.api.send("PUT", `/v2/images/${id}/members/${other.project}`, JSON.stringify({ status }), json);
  await answer(accepted, "accepted");
  await answer(rejected, "rejected");
  const { id: own } = await anImage(other.owner, { status: "active", name: "own" });
  const listed = async (api: ApiClient, query: string) =>
    ((await api.get(`/v2/images?sort=name:asc&${query}`)).body.images as { id: string }[]).map(({ id }) => id); // the answer's shape is what is tested
  const cases: [string, string[]][] = [
    ["visibility=shared", [accepted]],
    ["visibility=shared&member_status=accepted", [accepted]],
    ["visibility=shared&member_status=pending", [pending]],
    ["visibility=shared&member_status=rejected", [rejected]],
    ["visibility=shared&member_status=all", [accepted, rejected, pending]],
    ["visibility=shared&name=b&member_status=all", [rejected]],
    ["visibility=private&member_status=all", [own]],
    ["visibility=public&member_status=all", []],
    ["member_status=pending", [pending, own]],
    ["visibility=community", []],
    ["", [accepted, own]],
  ];
  for (const [query, expected] of cases) expect([query, await listed(other.api, query)]).toEqual([query, expected]);
  const shown = { visibility: "shared", __imagetype: "shared", owner: mine.project };
  expect((await other.api.get(`/v2/images/${accepted}`)).body).toMatchObject(shown);
  expect((await mine.api.get(`/v2/images/${accepted}`)).body).toMatchObject({ visibility: "private", __imagetype: "private" });
  expect(await listed(mine.api, "visibility=shared&member_status=all")).toEqual([]);
  const stranger = await aTenant();
  expect(await listed(stranger.api, "visibility=shared&member_status=all")).toEqual([]);
});
