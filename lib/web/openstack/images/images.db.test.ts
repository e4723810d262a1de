import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { ApiClient } from "@/lib/testing/api-client";
import { aBackup } from "@/lib/testing/backup-records";
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

const messageOf = ({ body }: { body: Record<string, unknown> }) => String(body.message).split("<br />")[0];

describe("creating", () => {
  it("makes a queued private image of what the client says, audited, and tells where it is (LIF-09, SEC-11)", async () => {
    const { api, project, owner } = await aTenant();
    const created = await api.post("/v2/images", {
      name: "web/基础 (1)",
      disk_format: "qcow2",
      container_format: "bare",
      visibility: "shared",
      min_disk: 40,
      min_ram: 1024,
      protected: true,
      tags: ["a", "b", "a"],
      os_distro: "debian",
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      name: "web/基础 (1)",
      status: "queued",
      visibility: "private",
      owner: project.id,
      size: null,
      checksum: null,
      os_hash_algo: null,
      min_disk: 40,
      min_ram: 1024,
      protected: true,
      os_hidden: false,
      tags: ["a", "b"],
      os_distro: "debian",
      __imagetype: "private",
      schema: "/v2/schemas/image",
    });
    const { id } = created.body;
    expect(created.headers.get("location")).toMatch(new RegExp(`/v2/images/${id}$`));
    expect(created.headers.get("x-openstack-request-id")).toMatch(/^req-/);
    expect(created.body.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const trace = await db().auditTrace.findFirst({ where: { accountId: owner.accountId, trace: "createImage" } });
    expect(trace).toMatchObject({ outcome: "done", resourceId: id, via: "openstack" });
  });

  it("refuses what only the service sets, what it does not offer, and what is no image", async () => {
    const { api } = await aTenant();
    const cases: [unknown, number, string][] = [
      [{ status: "active" }, 403, "Attribute 'status' is read-only."],
      [{ checksum: "x" }, 403, "Attribute 'checksum' is read-only."],
      [{ __os_type: "Linux" }, 403, "Attribute '__os_type' is read-only."],
      [{ os_glance_x: "1" }, 403, "Access was denied to this resource. Attribute 'os_glance_x' is reserved."],
      [{ locations: [] }, 403, "Access was denied to this resource. Attribute 'locations' is reserved."],
      [{ owner: "someoneelse" }, 403, "You are not permitted to create images owned by 'someoneelse'."],
      [{ visibility: "public" }, 403, "You are not authorized to complete publicize_image action."],
      [{ disk_format: "foo" }, 400, "Provided object does not match schema 'image': disk_format"],
      [{ id: "not-a-uuid" }, 400, "Provided object does not match schema 'image': id"],
      [{ foo: 1 }, 400, "Provided object does not match schema 'image': foo"],
      [{ name: "a\0b" }, 400, "Provided object does not match schema 'image': name"],
      [{ key: "\ud800" }, 400, "Provided object does not match schema 'image': key"],
      [{ min_disk: -1 }, 400, "Provided object does not match schema 'image': min_disk"],
      [[], 400, "Provided object does not match schema 'image'"],
    ];
    for (const [body, status, message] of cases) {
      const answer = await api.post("/v2/images", body);
      expect([answer.status, messageOf(answer)]).toEqual([status, expect.stringContaining(message)]);
    }
    const malformed = await api.send("POST", "/v2/images", "notjson");
    expect([malformed.status, messageOf(malformed)]).toEqual([400, "Malformed JSON in request body."]);
    const long = await api.post("/v2/images", { name: "x".repeat(2_000_000) });
    expect(long.status).toBe(413);
  });

  it("takes a chosen id once and never again, also after the image is gone", async () => {
    const [mine, other] = [await aTenant(), await aTenant()];
    const id = randomUUID();
    expect((await mine.api.post("/v2/images", { id })).body.id).toBe(id);
    expect((await mine.api.delete(`/v2/images/${id}`)).status).toBe(204);
    for (const { api } of [mine, other]) expect((await api.post("/v2/images", { id })).status).toBe(409);
  });

  it("answers 413 beyond the image quota, also when requests come side by side (LIM-01)", async () => {
    const { api, project } = await aTenant();
    await db().projectQuota.update({ where: { projectId: project.id }, data: { imagesLimit: 3 } });
    const answers = await Promise.all(Array.from({ length: 8 }, () => api.post("/v2/images", {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 413, 413, 413, 413, 413]);
    expect((await api.get("/v2/info/usage")).body).toEqual({ usage: { image_count_total: { usage: 3, limit: 3 } } });
  });
});

describe("listing (MNG-01)", () => {
  it("pages newest first by relative links, until there is no more", async () => {
    const { api, owner } = await aTenant();
    const ids = [];
    for (let age = 0; age < 5; age++) ids.push((await anImage(owner, { createdAt: new Date(Date.now() - age * 1000) })).id);
    const seen: string[] = [];
    let path: string | undefined = "/v2/images?limit=2&visibility=private";
    while (path !== undefined) {
      const { status, body }: { status: number; body: Record<string, unknown> } = await api.get(path);
      expect([status, body.first, body.schema]).toEqual([200, "/v2/images?limit=2&visibility=private", "/v2/schemas/images"]);
      seen.push(...(body.images as { id: string }[]).map(({ id }) => id));
      path = body.next as string | undefined;
    }
    expect(seen).toEqual(ids);
    expect((await api.get("/v2/images?limit=0")).body).toEqual({ images: [], first: "/v2/images?limit=0", schema: "/v2/schemas/images" });
  });

  it("filters and sorts in the database", async () => {
    const { api, owner } = await aTenant();
    const old = new Date("2026-01-01T00:00:00Z");
    const a = (await anImage(owner, { name: "a,1", diskFormat: "qcow2", originalSize: 100n, tags: ["x", "y"], createdAt: old })).id;
    const b = (await anImage(owner, { name: "b", diskFormat: "raw", originalSize: 10n, tags: ["x"], properties: { os_distro: "debian" } }))
      .id;
    const c = (await anImage(owner, { name: "c", status: "active", protected: true, minRamMb: 512, originalSize: 50n })).id;
    const hidden = (await anImage(owner, { name: "d", hidden: true })).id;
    const cases: [string, string[]][] = [
      ["sort=name:asc", [a, b, c]],
      ["sort_key=size&sort_dir=desc", [a, c, b]],
      ["sort_key=name&sort_key=id&sort_dir=desc", [c, b, a]],
      ['name=in:"a,1",b&sort=name:asc', [a, b]],
      ["disk_format=raw", [b]],
      ["status=active", [c]],
      ["status=unknown", []],
      ["tag=x&tag=y", [a]],
      ["os_distro=debian", [b]],
      ["size_min=20&size_max=99", [c]],
      ["min_ram=512", [c]],
      ["protected=true", [c]],
      ["os_hidden=true", [hidden]],
      [`id=in:${a},${c}&sort=name:asc`, [a, c]],
      ["id=nope", []],
      ["created_at=lt:2026-01-02T00:00:00Z", [a]],
      ["created_at=2026-01-01T00:00:00", [a]],
      [`owner=${projectOf(owner).id}&sort=name:asc`, [a, b, c]],
      ["visibility=shared", []],
      ["visibility=public&owner=nobody", []],
    ];
    for (const [query, expected] of cases) {
      const { status, body } = await api.get(`/v2/images?${query}`);
      expect([query, status, (body.images as { id: string }[])?.map(({ id }) => id)]).toEqual([query, 200, expected]);
    }
  });

  it("refuses parameters it cannot read, instead of ignoring them", async () => {
    const { api } = await aTenant();
    const { id: foreign } = await anImage((await aTenant()).owner);
    for (const query of [
      "limit=-1",
      "limit=x",
      "sort_key=foo",
      "sort_key=__proto__",
      "sort_dir=up",
      "sort=name&sort_key=name",
      "visibility=foo",
      "member_status=foo",
      "marker=nope",
      `marker=${foreign}`,
      "size_min=x",
      "protected=maybe",
      "created_at=gt:yesterday",
      "changes-since=2026-01-01",
      'name=in:"a',
      "name=%00",
    ]) {
      expect([query, (await api.get(`/v2/images?${query}`)).status]).toEqual([query, 400]);
    }
  });
});

describe("changing", () => {
  it("applies a patch of version 2.1 in order, all or nothing", async () => {
    const { api, owner } = await aTenant();
    const { id } = await anImage(owner, { properties: { old: "1" }, tags: ["t"] });
    const patched = await api.patch(`/v2/images/${id}`, [
      { op: "replace", path: "/name", value: "new" },
      { op: "add", path: "/a~1b", value: "x" },
      { op: "replace", path: "/a~1b", value: "y" },
      { op: "remove", path: "/old" },
      { op: "replace", path: "/tags", value: ["u", "v"] },
      { op: "add", path: "/disk_format", value: "raw" },
    ]);
    expect([patched.status, patched.body]).toEqual([
      200,
      expect.objectContaining({ name: "new", "a/b": "y", tags: ["u", "v"], disk_format: "raw" }),
    ]);
    expect(patched.body).not.toHaveProperty("old");
    const half = await api.patch(`/v2/images/${id}`, [
      { op: "replace", path: "/name", value: "half" },
      { op: "remove", path: "/nope" },
    ]);
    expect([half.status, messageOf(half)]).toEqual([409, "Property nope does not exist."]);
    expect((await api.get(`/v2/images/${id}`)).body.name).toBe("new");
    expect((await api.patch(`/v2/images/${id}`, [])).status).toBe(200);
  });

  it("takes version 2.0, where adding what is there is a conflict", async () => {
    const { api, owner } = await aTenant();
    const { id } = await anImage(owner);
    const path = `/v2/images/${id}`;
    expect((await api.patch(path, [{ add: "/k", value: "v" }], "2.0")).body.k).toBe("v");
    expect((await api.patch(path, [{ add: "/k", value: "w" }], "2.0")).status).toBe(409);
    expect((await api.patch(path, [{ add: "/name", value: "w" }], "2.0")).status).toBe(409);
    expect((await api.patch(path, [{ replace: "/k", value: "w" }, { remove: "/k" }], "2.0")).body).not.toHaveProperty("k");
  });

  it("refuses what nobody may change, broken patches and other media types", async () => {
    const { api, owner } = await aTenant();
    const { id } = await anImage(owner, { status: "active", diskFormat: "raw" });
    const path = `/v2/images/${id}`;
    const replace = (attribute: string, value: unknown = "x") => [{ op: "replace", path: `/${attribute}`, value }];
    const cases: [unknown, number][] = [
      ...[
        "id",
        "status",
        "checksum",
        "size",
        "os_hash_value",
        "created_at",
        "self",
        "__imagetype",
        "locations",
        "os_glance_a",
        "owner",
      ].map((attribute): [unknown, number] => [replace(attribute), 403]),
      [replace("disk_format", "qcow2"), 403],
      [replace("visibility", "public"), 403],
      [replace("visibility", "foo"), 400],
      [replace("nope"), 409],
      [replace("name", 5), 400],
      [replace("name/deep"), 400],
      [[{ op: "remove", path: "/name" }], 403],
      [[{ op: "remove", path: "/nope" }], 409],
      [[{ op: "move", path: "/name", value: "x" }], 400],
      [[{ op: "add", path: "/name" }], 400],
      [[{ op: "add", path: "/a~2", value: "x" }], 400],
      [["x"], 400],
      [{}, 400],
    ];
    for (const [patch, status] of cases) expect([patch, (await api.patch(path, patch)).status]).toEqual([patch, status]);
    const json = await api.send("PATCH", path, "[]", { "content-type": "application/json" });
    expect([json.status, json.headers.get("accept-patch")]).toEqual([415, expect.stringContaining("v2.1-json-patch")]);
  });

  it("adds and removes single tags, and keeps to how many an image may have (MNG-05, MNG-06, LIM-50)", async () => {
    const { api, owner } = await aTenant();
    const { id } = await anImage(owner, { tags: ["a"] });
    expect((await api.put(`/v2/images/${id}/tags/x%20y`)).status).toBe(204);
    expect((await api.get("/v2/images?tag=x%20y")).body.images).toMatchObject([{ id }]);
    expect((await api.put(`/v2/images/${id}/tags/x%20y`)).status).toBe(204);
    expect((await api.delete(`/v2/images/${id}/tags/a`)).status).toBe(204);
    expect((await api.delete(`/v2/images/${id}/tags/none`)).status).toBe(404);
    expect((await api.get(`/v2/images/${id}`)).body.tags).toEqual(["x y"]);
    expect((await api.put(`/v2/images/${id}/tags/${"t".repeat(256)}`)).status).toBe(400);
    const tags = (count: number) => [{ op: "replace", path: "/tags", value: Array.from({ length: count }, (_, index) => `t${index}`) }];
    expect((await api.patch(`/v2/images/${id}`, tags(11))).status).toBe(413);
    expect((await api.patch(`/v2/images/${id}`, tags(10))).status).toBe(200);
    expect((await api.put(`/v2/images/${id}/tags/t9`)).status).toBe(204);
    expect((await api.put(`/v2/images/${id}/tags/t10`)).status).toBe(413);
    const properties = Array.from({ length: 129 }, (_, index) => ({ op: "add", path: `/p${index}`, value: "x" }));
    expect((await api.patch(`/v2/images/${id}`, properties)).status).toBe(413);
  });
});

describe("deleting (MNG-08)", () => {
  it("removes an image for good, unless it is protected", async () => {
    const { api, owner } = await aTenant();
    const { id } = await anImage(owner, { status: "active", protected: true });
    expect((await api.delete(`/v2/images/${id}`)).status).toBe(403);
    await api.patch(`/v2/images/${id}`, [{ op: "replace", path: "/protected", value: false }]);
    expect((await api.delete(`/v2/images/${id}`)).status).toBe(204);
    for (const answer of [await api.delete(`/v2/images/${id}`), await api.get(`/v2/images/${id}`)]) expect(answer.status).toBe(404);
  });

  it("takes the backup of a full-server image along when asked, as the IMS API does (MNG-10)", async () => {
    const { api, owner } = await aTenant();
    const pairs = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const sourceBackupId = await aBackup(owner);
        return { id: (await anImage(owner, { status: "active", kind: "whole", sourceBackupId })).id, backupId: sourceBackupId };
      }),
    );
    const bodies = ['{"delete_backup":true}', '{"delete_backup":false}', undefined];
    for (const [index, { id }] of pairs.entries()) expect((await api.send("DELETE", `/v2/images/${id}`, bodies[index])).status).toBe(204);
    const backups = await db().backup.findMany({ where: { accountId: owner.accountId }, select: { id: true, status: true } });
    expect(pairs.map(({ backupId }) => backups.find(({ id }) => id === backupId)?.status)).toEqual(["deleted", "available", "available"]);
    const kept = await anImage(owner, { status: "active" });
    for (const body of ['{"delete_backup":"yes"}', "[", "7"])
      expect((await api.send("DELETE", `/v2/images/${kept.id}`, body)).status).toBe(400);
    expect((await api.get(`/v2/images/${kept.id}`)).status).toBe(200);
  });
});
