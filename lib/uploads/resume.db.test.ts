import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type HttpRequest, Upload } from "tus-js-client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { uploadStageId } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";
import { startByteServer } from "@/lib/testing/byte-server";
import { sha256Of, someBytes } from "@/lib/testing/bytes";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { aBucket } from "@/lib/testing/objects";
import { tokenHeaders } from "@/lib/testing/sessions";
import { RawTus } from "@/lib/testing/tus-client";
import { webProcesses } from "@/lib/testing/web-process";
import { uploadsPath } from "./model";

const database = testDatabase();
const MIB = 1024 * 1024;
const bytes = someBytes(24 * MIB + 5);

let processes: Awaited<ReturnType<typeof webProcesses>>;
beforeAll(async () => {
  processes = await webProcesses(database);
});
afterAll(() => processes.remove());

interface Watch {
  onChunk?(acceptedBytes: number): void;
  onRequest?(request: HttpRequest): void;
}

/** A whole upload by the client browsers use; answers the object's row. */
async function upload(origin: string, { onChunk, onRequest }: Watch = {}) {
  const { owner } = await anAccount();
  const bucket = await aBucket(owner);
  const { id: projectId, regionId } = projectOf(owner);
  const headers = await tokenHeaders(owner);
  const location = await new Promise<string>((resolve, reject) => {
    const task: Upload = new Upload(bytes, {
      endpoint: `${origin}${uploadsPath({ regionId, projectId })}`,
      headers,
      metadata: { bucketId: bucket.id, filename: "disk.raw" },
      chunkSize: 2 * MIB,
      retryDelays: [0, ...Array.from({ length: 40 }, () => 250)],
      storeFingerprintForResuming: false,
      onBeforeRequest: onRequest,
      onChunkComplete: (_size, accepted) => onChunk?.(accepted),
      onSuccess: () => resolve(task.url ?? ""),
      onError: reject,
    });
    task.start();
  });
  return db().bucketObject.findUniqueOrThrow({ where: { id: location.split("/").at(-1) } });
}

it("goes on after every connection was cut, twice", async () => {
  const server = await startByteServer();
  let cuts = 0;
  const object = await upload(server.origin, {
    onRequest: (request) => {
      const offset = Number(request.getHeader("Upload-Offset") ?? 0);
      if (request.getMethod() !== "PATCH" || offset < (cuts + 1) * 6 * MIB || cuts === 2) return;
      cuts += 1;
      setImmediate(() => server.cut());
    },
  });
  expect([cuts, object.sha256]).toEqual([2, sha256Of(bytes)]);
  await server.close();
});

it("goes on with another instance of the server", async () => {
  let server = await startByteServer();
  const { origin } = server;
  let restarted: Promise<void> | undefined;
  const object = await upload(origin, {
    onChunk: (accepted) => {
      if (accepted < 8 * MIB) return;
      restarted ??= server.close().then(async () => {
        server = await startByteServer(Number(new URL(origin).port));
      });
    },
  });
  await restarted;
  expect(object.sha256).toBe(sha256Of(bytes));
  await server.close();
});

it("goes on after the web process was killed in the middle, and computes the same digest", async () => {
  let web = await processes.start();
  const { origin, port } = web;
  let killed: Promise<void> | undefined;
  const object = await upload(origin, {
    onChunk: (accepted) => {
      if (accepted < 10 * MIB) return;
      killed ??= web.kill().then(async () => {
        web = await processes.start({ port });
      });
    },
  });
  await killed;
  expect(object.sha256).toBe(sha256Of(bytes));
  expect(object.sizeBytes).toBe(BigInt(bytes.length));
  await web.kill();
});

it("holds the lock against another process, and frees it when the holder is killed (423)", async () => {
  const [one, two] = [await processes.start(), await processes.start()];
  const { owner } = await anAccount();
  const bucket = await aBucket(owner);
  const tus = await RawTus.of(one.origin, owner);
  const location = (await tus.create({ bucketId: bucket.id, name: "disk.raw", sizeBytes: bytes.length })).headers.location ?? "";
  const { request, answer } = tus.open(location, 0, bytes.length);
  answer.catch(() => undefined);
  request.write(bytes.subarray(0, 3 * MIB));
  const staged = await storageOf("cn-north-4").stage(uploadStageId(location.split("/").at(-1) ?? ""));
  await expect.poll(() => staged.size()).toBe(3 * MIB);
  const other = await RawTus.of(two.origin, owner);
  expect((await other.head(location)).status).toBe(423);
  expect((await other.patch(location, 3 * MIB, bytes.subarray(3 * MIB))).status).toBe(423);
  await one.kill();
  await expect.poll(async () => (await other.head(location)).headers["upload-offset"]).toBe(String(3 * MIB));
  expect((await other.patch(location, 3 * MIB, bytes.subarray(3 * MIB))).status).toBe(204);
  const object = await db().bucketObject.findUniqueOrThrow({ where: { id: location.split("/").at(-1) } });
  expect(object.sha256).toBe(sha256Of(bytes));
  await two.kill();
});

it("answers 507 on a full disk, keeps what fits, and has room again after a cancel", async () => {
  const web = await processes.start({ disk: { regionId: "cn-east-3", sizeBytes: 8 * MIB } });
  const owner = await (await anAccount()).ownerIn("cn-east-3");
  const bucket = await aBucket(owner);
  const tus = await RawTus.of(web.origin, owner);
  const location = (await tus.create({ bucketId: bucket.id, name: "large", sizeBytes: bytes.length })).headers.location ?? "";
  const full = await tus.patch(location, 0, bytes);
  expect([full.status, JSON.parse(full.body)]).toMatchObject([507, { error: { code: "storageFull" } }]);
  expect(Number((await tus.head(location)).headers["upload-offset"])).toBeGreaterThan(6 * MIB);
  expect((await tus.delete(location)).status).toBe(204);
  const next = (await tus.create({ bucketId: bucket.id, name: "fits", sizeBytes: 7 * MIB })).headers.location ?? "";
  expect((await tus.patch(next, 0, bytes.subarray(0, 7 * MIB))).status).toBe(204);
  await web.kill();
});

it("needs no more memory for a large file than for a small one", async () => {
  const gib = Number(process.env.IMS_TEST_UPLOAD_GIB ?? 1);
  const sizeBytes = gib * 1024 * MIB;
  const web = await processes.start();
  const { owner } = await anAccount();
  const bucket = await aBucket(owner);
  const tus = await RawTus.of(web.origin, owner);
  const small = (await tus.create({ bucketId: bucket.id, name: "small", sizeBytes: 64 * MIB })).headers.location ?? "";
  await zeros(tus, small, 64 * MIB);
  const before = await web.peakMemory();
  const large = (await tus.create({ bucketId: bucket.id, name: "large", sizeBytes })).headers.location ?? "";
  await zeros(tus, large, sizeBytes);
  expect((await db().bucketObject.findUniqueOrThrow({ where: { id: large.split("/").at(-1) } })).sizeBytes).toBe(BigInt(sizeBytes));
  expect((await web.peakMemory()) - before).toBeLessThan(96 * MIB);
  await web.kill();
});

async function zeros(tus: RawTus, location: string, sizeBytes: number): Promise<void> {
  const { request, answer } = tus.open(location, 0, sizeBytes);
  const chunk = Buffer.alloc(MIB);
  await pipeline(Readable.from(repeat(chunk, sizeBytes / MIB)), request);
  expect((await answer).status).toBe(204);
}

function* repeat(chunk: Buffer, times: number): Generator<Buffer> {
  for (let index = 0; index < times; index++) yield chunk;
}
