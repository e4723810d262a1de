import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MIB } from "@/lib/disk/model";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { ApiClient } from "@/lib/testing/api-client";
import { type ByteServer, startByteServer } from "@/lib/testing/byte-server";
import { sha256Of } from "@/lib/testing/bytes";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { runJobs } from "@/lib/testing/jobs";
import { aServer } from "@/lib/testing/server-records";
import { diskOf, sameDisks, writeOnto } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";

testDatabase();
diskExports();
const disks = systemDisks("qcow2");

let server: ByteServer;
beforeAll(async () => {
  server = await startByteServer();
});
afterAll(() => server.close());

async function aTenant() {
  const { owner } = await anAccount();
  const { id: project } = projectOf(owner);
  return { owner, project, api: await ApiClient.of(server.origin, owner) };
}

/** Asks until the answer is the one wanted; between two questions a worker does what is queued. */
async function until(owner: Actor, ask: () => Promise<unknown>, wanted: unknown): Promise<void> {
  for (let asked = 0; asked < 5; asked++) {
    if ((await ask()) === wanted) return;
    await runJobs(owner);
  }
  expect(await ask()).toBe(wanted);
}

const field = (body: Record<string, unknown>, path: string): unknown =>
  path.split(".").reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], body); // JSON of the answer

it("makes a Normal image by nothing but API calls: base image, temporary server, wait, image, wait (PRI-11)", {
  timeout: 240_000,
}, async () => {
  const { owner, project, api } = await aTenant();
  const base = await api.post("/v2/images", { name: "base", disk_format: "qcow2", container_format: "bare" });
  const baseId = String(base.body.id);
  expect((await api.put(`/v2/images/${baseId}/file`, await readFile(disks.path("qcow2")))).status).toBe(204);
  // It can be read back at once; servers can be made of it when the worker has looked inside.
  await until(owner, async () => typeof (await api.get(`/v2/images/${baseId}`)).body.virtual_size, "number");

  const launch = async (name: string, imageRef: string) => {
    const made = await api.post(`/v1/${project}/cloudservers`, {
      server: { name, imageRef, flavorRef: "s6.small.2", availability_zone: "cn-north-4a" },
    });
    expect(made.status).toBe(200);
    const [id = ""] = made.body.serverIds as string[]; // the answer's shape is what is tested
    await until(owner, async () => (await api.get(`/v1/${project}/jobs/${made.body.job_id}`)).body.status, "SUCCESS");
    await until(owner, async () => field((await api.get(`/v1/${project}/cloudservers/${id}`)).body, "server.status"), "ACTIVE");
    return id;
  };
  const temporary = await launch("packer-1", baseId);
  // What a provisioner would do inside the server.
  await writeOnto(await diskOf(temporary), { byte: 0x77, offset: 3_000 * MIB, length: 2 * MIB });

  const action = await api.post("/v2/cloudimages/action", {
    ...{ name: "built", instance_id: temporary, description: "by a template" },
    image_tags: [{ key: "builder", value: "packer" }],
  });
  expect(action).toMatchObject({ status: 200, body: { job_id: expect.stringMatching(/^[0-9a-f]{32}$/) } });
  const job = () => api.get(`/v1/${project}/jobs/${action.body.job_id}`);
  expect((await job()).body).toMatchObject({ status: "INIT", end_time: "", error_code: null });
  await until(owner, async () => (await job()).body.status, "SUCCESS");
  const imageId = String(field((await job()).body, "entities.image_id"));
  const image = await api.get(`/v2/images/${imageId}`);
  expect(image.body).toMatchObject({ name: "built", status: "active", tags: ["builder=packer"], __os_version: "Fedora 29 64bit" });
  const file = await api.bytes(`/v2/images/${imageId}/file`);
  expect(sha256Of(file.bytes)).toBe(image.body.os_hash_value);

  const twin = await launch("from-built", imageId);
  expect(await sameDisks(await diskOf(twin), await diskOf(temporary))).toBe(true);
  const deleted = await api.post(`/v1/${project}/cloudservers/delete`, { servers: [{ id: temporary }, { id: twin }], delete_volume: true });
  expect(deleted.status).toBe(200);
  expect((await api.get(`/v1/${project}/cloudservers/${temporary}`)).status).toBe(404);
  const traces = await db().auditTrace.findMany({
    where: { accountId: owner.accountId, via: "ims-api", outcome: "done" },
    select: { trace: true },
  });
  expect(traces.map(({ trace }) => trace).toSorted()).toEqual(
    ["createImage", "createServer", "createServer", "deleteServer", "deleteServer"].toSorted(),
  );
});

describe("the calls it is made of", () => {
  it("refuse by the codes of the error table, and say what is wrong", async () => {
    const { owner, project, api } = await aTenant();
    const frozen = await aServer(owner, { frozenAt: new Date() });
    expect(await api.post("/v2/cloudimages/action", { name: "x", instance_id: frozen })).toMatchObject({
      status: 409,
      body: { error: { code: expect.stringMatching(/^IMG\./), message: expect.stringMatching(/\S/) } },
    });
    expect((await api.post("/v2/cloudimages/action", { name: "x" })).status).toBe(400);
    expect((await api.post(`/v1/${project}/cloudservers`, { server: { name: "x" } })).status).toBe(400);
    expect((await api.get(`/v1/${project}/jobs/none`)).status).toBe(404);
  });

  it("know nobody else's project, servers and jobs, and nobody without a token (IAM-12)", async () => {
    const [mine, theirs] = [await aTenant(), await aTenant()];
    const id = await aServer(mine.owner);
    expect((await mine.api.get(`/v1/${mine.project}/cloudservers/${id}`)).status).toBe(200);
    expect((await theirs.api.get(`/v1/${theirs.project}/cloudservers/${id}`)).status).toBe(404);
    expect((await theirs.api.get(`/v1/${mine.project}/cloudservers/${id}`)).status).toBe(404);
    expect((await theirs.api.post("/v2/cloudimages/action", { name: "x", instance_id: id })).status).toBe(404);
    expect((await theirs.api.post(`/v1/${theirs.project}/cloudservers/delete`, { servers: [{ id }] })).status).toBe(404);
    expect((await ApiClient.anonymous(server.origin).get(`/v1/${mine.project}/cloudservers/${id}`)).status).toBe(401);
  });
});
