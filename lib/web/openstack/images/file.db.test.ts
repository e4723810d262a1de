import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sweepImageUploads } from "@/lib/images/sweep-image-uploads";
import { convertOriginal } from "@/lib/images/tasks/convert-original";
import { db } from "@/lib/platform/db/client";
import { isAppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { beginRun } from "@/lib/platform/queue/job-run";
import { imagePrefix } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";
import { ApiClient } from "@/lib/testing/api-client";
import { type ByteServer, startByteServer } from "@/lib/testing/byte-server";
import { someBytes } from "@/lib/testing/bytes";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { tokenHeaders } from "@/lib/testing/sessions";
import { webProcesses } from "@/lib/testing/web-process";
import { UPLOAD_MAX_BYTES } from "@/lib/uploads/constraints";

const database = testDatabase();
const bytes = someBytes(5_000_003);
const digest = (algorithm: string, content: Uint8Array) => createHash(algorithm).update(content).digest("hex");

let server: ByteServer;
let processes: Awaited<ReturnType<typeof webProcesses>>;
beforeAll(async () => {
  server = await startByteServer();
  processes = await webProcesses(database);
});
afterAll(async () => {
  await processes.remove();
  await server.close();
});

async function aQueuedImage(formats: object = { disk_format: "raw", container_format: "bare" }) {
  const { owner } = await anAccount();
  const api = await ApiClient.of(server.origin, owner);
  const { body } = await api.post("/v2/images", { name: "disk", ...formats });
  const id = String(body.id);
  return { owner, api, id, file: `/v2/images/${id}/file`, image: () => api.get(`/v2/images/${id}`).then((answer) => answer.body) };
}

/** Starts sending an image and stops in the middle, with the connection open. */
async function halfAnUpload(origin: string, owner: Actor, file: string): Promise<http.ClientRequest> {
  const headers = { ...(await tokenHeaders(owner)), "content-type": "application/octet-stream", "content-length": bytes.length };
  const request = http.request(new URL(file, origin), { method: "PUT", headers, agent: false });
  request.on("error", () => undefined); // it will be cut
  request.write(bytes.subarray(0, 3_000_000));
  return request;
}

const statusOf = async (id: string) => (await db().image.findUniqueOrThrow({ where: { id }, select: { status: true } })).status;
const untilStatus = (id: string, status: string) => vi.waitFor(async () => expect(await statusOf(id)).toBe(status), { timeout: 20_000 });

async function objectsOf(id: string): Promise<string[]> {
  const keys = [];
  for await (const { key } of storageOf("cn-north-4").list(imagePrefix(id))) keys.push(key);
  return keys;
}

describe("sending and reading the bytes", () => {
  it("keeps them as they came, with both digests, and has the worker make the disk", async () => {
    const { api, file, image, id } = await aQueuedImage();
    expect((await api.bytes(file)).status).toBe(204);
    expect((await api.put(file, bytes)).status).toBe(204);
    expect(await image()).toMatchObject({
      status: "active",
      size: bytes.length,
      checksum: digest("md5", bytes),
      os_hash_algo: "sha512",
      os_hash_value: digest("sha512", bytes),
    });
    const whole = await api.bytes(file);
    expect([whole.status, whole.headers.get("content-md5"), whole.bytes.equals(bytes)]).toEqual([200, digest("md5", bytes), true]);
    expect(whole.headers.get("content-type")).toBe("application/octet-stream");
    expect(await db().job.findFirst({ where: { imageId: id } })).toMatchObject({ kind: "convertOriginal", status: "queued" });
  });

  it("sends ranges, and refuses those it cannot send", async () => {
    const { api, file } = await aQueuedImage();
    await api.put(file, "0123456789");
    for (const [range, status, text] of [
      ["bytes=2-5", 206, "2345"],
      ["bytes=-3", 206, "789"],
      ["bytes=8-", 206, "89"],
      ["bytes=0-1,3-4", 400, undefined],
      ["bytes=50-", 416, undefined],
    ] as const) {
      const answer = await api.bytes(file, { range });
      expect([range, answer.status]).toEqual([range, status]);
      if (text !== undefined) expect(answer.bytes.toString()).toBe(text);
    }
  });

  it("takes bytes of unknown length, and none at all", async () => {
    const [chunked, empty] = [await aQueuedImage(), await aQueuedImage()];
    const body = new Blob([new Uint8Array(bytes)]).stream();
    const headers = { ...(await tokenHeaders(chunked.owner)), "content-type": "application/octet-stream" };
    const init: RequestInit & { duplex: "half" } = { method: "PUT", headers, body, duplex: "half" };
    expect((await fetch(new URL(chunked.file, server.origin), init)).status).toBe(204);
    expect((await chunked.image()).checksum).toBe(digest("md5", bytes));
    expect((await empty.api.put(empty.file, new Uint8Array())).status).toBe(204);
    expect([(await empty.image()).size, (await empty.api.bytes(empty.file)).status]).toEqual([0, 200]);
  });

  it("never changes them again, and takes none for an image it cannot hold them for", async () => {
    const { api, file, image } = await aQueuedImage();
    await api.put(file, bytes);
    const again = await api.put(file, "other");
    expect([again.status, again.body.message]).toEqual([
      409,
      expect.stringContaining("Image status transition from active to saving is not allowed"),
    ]);
    expect((await image()).checksum).toBe(digest("md5", bytes));
    const unset = await aQueuedImage({});
    expect((await unset.api.put(unset.file, bytes)).body.message).toContain("disk_format, container_format must be set");
    expect((await unset.api.put(unset.file, "x", { "content-type": "text/plain" })).status).toBe(415);
    const tooLong = { "content-length": String(UPLOAD_MAX_BYTES + 1) };
    const refused = await new Promise<number | undefined>((resolve, reject) => {
      void tokenHeaders(unset.owner).then((token) => {
        const headers = { ...token, ...tooLong, "content-type": "application/octet-stream" };
        const request = http.request(new URL(unset.file, server.origin), { method: "PUT", headers, agent: false }, (response) => {
          resolve(response.statusCode);
          request.destroy();
        });
        request.on("error", reject).flushHeaders();
      });
    });
    expect(refused).toBe(413);
  });
});

describe("when it goes wrong on the way", () => {
  it("queues the image again and keeps nothing when the client breaks off", async () => {
    const { owner, api, id, file } = await aQueuedImage();
    const request = await halfAnUpload(server.origin, owner, file);
    await untilStatus(id, "saving");
    request.destroy();
    await untilStatus(id, "queued");
    expect(await objectsOf(id)).toEqual([]);
    expect((await api.put(file, bytes)).status).toBe(204);
    const traces = await db().auditTrace.findMany({ where: { resourceId: id }, orderBy: { time: "asc" }, select: { trace: true } });
    expect(traces.map(({ trace }) => trace)).toEqual([
      "createImage",
      "beginImageUpload",
      "abandonImageUpload",
      "beginImageUpload",
      "uploadImage",
    ]);
  });

  it("takes one upload at a time, in whichever process", async () => {
    const { owner, api, id, file } = await aQueuedImage();
    const other = await processes.start();
    const request = await halfAnUpload(other.origin, owner, file);
    await untilStatus(id, "saving");
    expect((await api.put(file, "second")).status).toBe(409);
    expect((await api.bytes(file)).status).toBe(204);
    request.end(bytes.subarray(3_000_000));
    await untilStatus(id, "active");
    expect((await api.bytes(file)).bytes.equals(bytes)).toBe(true);
    await other.kill();
  });

  it("lets the next upload, or the sweep, take over from a process that was killed", async () => {
    const [taken, swept] = [await aQueuedImage(), await aQueuedImage()];
    const doomed = await processes.start();
    for (const { owner, file, id } of [taken, swept]) {
      await halfAnUpload(doomed.origin, owner, file);
      await untilStatus(id, "saving");
    }
    expect(await sweepImageUploads()).toBe(0);
    await doomed.kill();
    await vi.waitFor(async () => expect((await taken.api.put(taken.file, bytes)).status).toBe(204), { timeout: 10_000 });
    expect((await taken.image()).checksum).toBe(digest("md5", bytes));
    expect(await sweepImageUploads()).toBe(1);
    expect([await statusOf(swept.id), await objectsOf(swept.id)]).toEqual(["queued", []]);
  });

  it("answers 410 when the image is deleted meanwhile, and keeps nothing", async () => {
    const { owner, api, id, file } = await aQueuedImage();
    const request = await halfAnUpload(server.origin, owner, file);
    await untilStatus(id, "saving");
    expect((await api.delete(`/v2/images/${id}`)).status).toBe(204);
    const status = await new Promise((resolve) => {
      request.on("response", (response) => resolve(response.statusCode));
      request.end(bytes.subarray(3_000_000));
    });
    expect([status, await objectsOf(id)]).toEqual([410, []]);
  });

  it("answers 413 when the store is full, and the image is queued again", async () => {
    const { owner, id, file } = await aQueuedImage();
    const small = await processes.start({ disk: { regionId: "cn-north-4", sizeBytes: 1_000_000 } });
    const api = await ApiClient.of(small.origin, owner);
    expect((await api.put(file, bytes)).status).toBe(413);
    expect(await statusOf(id)).toBe("queued");
    await small.kill();
  });
});

describe("what the worker makes of it", () => {
  async function converted(content: Uint8Array, format: string) {
    const made = await aQueuedImage({ disk_format: format, container_format: "bare" });
    await made.api.put(made.file, content);
    const job = await db().job.findFirstOrThrow({ where: { imageId: made.id } });
    const run = await beginRun(job.id);
    if (run === undefined) throw new Error("the job has ended");
    await convertOriginal.run(run).catch(async (error: unknown) => {
      if (!isAppError(error)) throw error;
      await run.fail(error.code, error.detail, (tx) => convertOriginal.ended(tx, run.job, error));
    });
    return { ...made, row: await db().image.findUniqueOrThrow({ where: { id: made.id }, include: { disk: true } }) };
  }

  it("is a ZVHD2 disk that servers can use, while the bytes stay as they came (FMT-04)", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "ims-file-"));
    const source = path.join(folder, "disk.qcow2");
    await promisify(execFile)("qemu-img", ["create", "-q", "-f", "qcow2", source, "16M"]);
    const content = await readFile(source);
    await rm(folder, { recursive: true });
    const { row, image, api, file } = await converted(content, "qcow2");
    expect(row).toMatchObject({ status: "active", failureCode: null, disk: { format: "zvhd2" } });
    expect(await image()).toMatchObject({ disk_format: "qcow2", virtual_size: 16 * 1024 * 1024, size: content.length });
    expect((await api.bytes(file)).bytes.equals(content)).toBe(true);
  });

  it("is nothing for a hostile file: no tool opens it, the image says why, the bytes go back to their owner only", async () => {
    const hostile = Buffer.alloc(65_536);
    hostile.write("QFI\xfb", "latin1");
    hostile.writeUInt32BE(2, 4);
    hostile.writeBigUInt64BE(512n, 8);
    hostile.writeUInt32BE(11, 16);
    hostile.write("/etc/passwd", 512);
    const { row, api, file } = await converted(hostile, "qcow2");
    expect(row).toMatchObject({ status: "active", disk: null, failureCode: "unsafeImage" });
    expect((await api.bytes(file)).bytes.equals(hostile)).toBe(true);
  });
});
