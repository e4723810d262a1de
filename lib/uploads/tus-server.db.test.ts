import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { bucketObjectKey, uploadStageId } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";
import { type ByteServer, startByteServer } from "@/lib/testing/byte-server";
import { sha256Of, someBytes } from "@/lib/testing/bytes";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { aBucket, anObject } from "@/lib/testing/objects";
import { signedIn, tokenHeaders } from "@/lib/testing/sessions";
import { RawTus } from "@/lib/testing/tus-client";
import { UPLOAD_MAX_BYTES } from "./constraints";
import { listUploads } from "./queries/list-uploads";

testDatabase();

const MIB = 1024 * 1024;
const bytes = someBytes(3 * MIB + 17);
let server: ByteServer;
beforeAll(async () => {
  server = await startByteServer();
});
afterAll(() => server.close());

async function anUpload(options: { sha256?: string; name?: string; sizeBytes?: number } = {}) {
  const account = await anAccount();
  const bucket = await aBucket(account.owner);
  const tus = await RawTus.of(server.origin, account.owner);
  const created = await tus.create({
    bucketId: bucket.id,
    name: options.name ?? "disk.raw",
    sizeBytes: options.sizeBytes ?? bytes.length,
    sha256: options.sha256,
  });
  const location = created.headers.location ?? "";
  return { account, owner: account.owner, bucket, tus, created, location, id: location.split("/").at(-1) ?? "" };
}

const codeOf = (answer: { body: string }): string => JSON.parse(answer.body).error.code;
const storage = () => storageOf("cn-north-4");

describe("a whole upload (PRI-06)", () => {
  it("becomes an object with the digest of its bytes, audited from start to end, and is looked into (OS-07)", async () => {
    const { owner, bucket, tus, location, id } = await anUpload();
    expect((await tus.patch(location, 0, bytes.subarray(0, MIB))).headers["upload-offset"]).toBe(String(MIB));
    expect(await listUploads(owner, {})).toMatchObject([
      { id, objectName: "disk.raw", receivedBytes: MIB, sizeBytes: bytes.length, own: true },
    ]);
    expect((await tus.patch(location, MIB, bytes.subarray(MIB))).status).toBe(204);
    const object = await db().bucketObject.findUniqueOrThrow({ where: { id } });
    expect(object).toMatchObject({ bucketId: bucket.id, name: "disk.raw", sizeBytes: BigInt(bytes.length), sha256: sha256Of(bytes) });
    expect(Buffer.concat(await (await storage().get(object.storageKey)).toArray()).equals(bytes)).toBe(true);
    expect(await listUploads(owner, {})).toEqual([]);
    const traces = await db().auditTrace.findMany({
      where: { accountId: owner.accountId, trace: { endsWith: "Upload" } },
      orderBy: { time: "asc" },
    });
    expect(traces.map(({ trace, outcome }) => [trace, outcome])).toEqual([
      ["startUpload", "done"],
      ["completeUpload", "done"],
    ]);
    expect(await db().job.findMany({ where: { projectId: projectOf(owner).id } })).toMatchObject([
      { kind: "inspectObject", payload: { objectId: id } },
    ]);
  });

  it("takes an empty file at once", async () => {
    const { id } = await anUpload({ sizeBytes: 0 });
    expect(await db().bucketObject.findUnique({ where: { id } })).toMatchObject({ sizeBytes: 0n, sha256: sha256Of(Buffer.alloc(0)) });
  });

  it("compares the declared digest, in any case, before anything is visible", async () => {
    const right = await anUpload({ sha256: sha256Of(bytes).toUpperCase() });
    expect((await right.tus.patch(right.location, 0, bytes)).status).toBe(204);
    const wrong = await anUpload({ sha256: "0".repeat(64) });
    const refused = await wrong.tus.patch(wrong.location, 0, bytes);
    expect([refused.status, codeOf(refused)]).toEqual([422, "digestMismatch"]);
    expect(await db().bucketObject.findUnique({ where: { id: wrong.id } })).toBeNull();
    expect(await storage().stat(bucketObjectKey(wrong.bucket.id, wrong.id))).toBeUndefined();
    expect((await wrong.tus.head(wrong.location)).status).toBe(410);
  });
});

describe("an interrupted upload", () => {
  it("goes on where storage has it after the connection broke in the middle of a request", async () => {
    const { tus, location, id } = await anUpload();
    const { request, answer } = tus.open(location, 0, bytes.length);
    answer.catch(() => undefined);
    request.write(bytes.subarray(0, 2 * MIB));
    const staged = await storage().stage(uploadStageId(id));
    await expect.poll(() => staged.size()).toBe(2 * MIB);
    request.destroy();
    await expect.poll(async () => (await tus.head(location)).headers["upload-offset"]).toBe(String(2 * MIB));
    expect((await tus.patch(location, 2 * MIB, bytes.subarray(2 * MIB))).status).toBe(204);
    expect((await db().bucketObject.findUniqueOrThrow({ where: { id } })).sha256).toBe(sha256Of(bytes));
  });

  it("refuses bytes at another offset than where it stands", async () => {
    const { tus, location } = await anUpload();
    await tus.patch(location, 0, bytes.subarray(0, 10));
    expect((await tus.patch(location, 9, bytes.subarray(9))).status).toBe(409);
    expect((await tus.patch(location, 0, bytes)).status).toBe(409);
    expect((await tus.head(location)).headers["upload-offset"]).toBe("10");
  });

  it("never takes more bytes than were announced", async () => {
    const { tus, location, id } = await anUpload({ sizeBytes: 100 });
    expect((await tus.patch(location, 0, bytes.subarray(0, 101))).status).toBe(413);
    const chunked = await tus.send(
      "PATCH",
      location,
      { "upload-offset": "0", "content-type": "application/offset+octet-stream", "transfer-encoding": "chunked" },
      bytes.subarray(0, 101),
    );
    expect([chunked.status, codeOf(chunked)]).toEqual([413, "payloadTooLarge"]);
    expect(await db().bucketObject.findUnique({ where: { id } })).toBeNull();
  });

  it("is one upload, however often the same user begins it", async () => {
    const { account, bucket, tus, location } = await anUpload();
    const again = await tus.create({ bucketId: bucket.id, name: "disk.raw", sizeBytes: bytes.length });
    expect(again.headers.location).toBe(location);
    for (const other of [{ sizeBytes: 1 }, { sizeBytes: bytes.length, lastModifiedMs: 5 }]) {
      const refused = await tus.create({ bucketId: bucket.id, name: "disk.raw", ...other });
      expect([refused.status, codeOf(refused)]).toEqual([409, "nameTaken"]);
    }
    const colleague = await RawTus.of(server.origin, await account.userWith("IMS FullAccess"));
    expect(codeOf(await colleague.create({ bucketId: bucket.id, name: "disk.raw", sizeBytes: bytes.length }))).toBe("nameTaken");
  });

  it("lets one request at a time write, and tells the second one to wait (423)", async () => {
    const { tus, location } = await anUpload();
    const { request, answer } = tus.open(location, 0, bytes.length);
    request.write(bytes.subarray(0, MIB));
    await expect.poll(async () => (await tus.head(location)).status).toBe(423);
    expect((await tus.patch(location, 0, bytes)).status).toBe(423);
    request.end(bytes.subarray(MIB));
    expect((await answer).status).toBe(204);
  });

  it("ends one that was published by a process which died before it could enter it", async () => {
    const { tus, location, bucket, id } = await anUpload();
    const staged = await storage().stage(uploadStageId(id));
    await staged.append(Readable.from([bytes]), 0);
    await staged.publish(bucketObjectKey(bucket.id, id));
    expect((await tus.head(location)).headers["upload-offset"]).toBe(String(bytes.length));
    expect((await db().bucketObject.findUniqueOrThrow({ where: { id } })).sha256).toBe(sha256Of(bytes));
    expect((await tus.head(location)).headers["upload-offset"]).toBe(String(bytes.length));
  });

  it("ends one whose bytes all arrived before the process died", async () => {
    const { tus, location, id } = await anUpload();
    const staged = await storage().stage(uploadStageId(id));
    await staged.append(Readable.from([bytes]), 0);
    expect((await tus.head(location)).headers["upload-offset"]).toBe(String(bytes.length));
    expect((await db().bucketObject.findUniqueOrThrow({ where: { id } })).sha256).toBe(sha256Of(bytes));
  });

  it("frees space and name when it is cancelled, and not once it is complete", async () => {
    const { tus, location, bucket, id } = await anUpload();
    await tus.patch(location, 0, bytes.subarray(0, MIB));
    expect((await tus.delete(location)).status).toBe(204);
    expect(await stagedIds()).not.toContain(uploadStageId(id));
    expect((await tus.head(location)).status).toBe(410);
    const next = await tus.create({ bucketId: bucket.id, name: "disk.raw", sizeBytes: 3 });
    const nextLocation = next.headers.location ?? "";
    await tus.patch(nextLocation, 0, Buffer.from("abc"));
    expect((await tus.delete(nextLocation)).status).toBe(400);
    expect((await tus.head(nextLocation)).headers["upload-offset"]).toBe("3");
  });

  it("stays open until seven days after its last byte", async () => {
    const { tus, location, id } = await anUpload();
    const { headers } = await tus.patch(location, 0, bytes.subarray(0, 9));
    expect(Date.parse(String(headers["upload-expires"]))).toBeGreaterThan(Date.now() + 6.9 * 86_400_000);
    await db().upload.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await tus.head(location)).status).toBe(410);
    expect((await tus.patch(location, 9, bytes.subarray(9))).status).toBe(410);
  });
});

describe("who may upload", () => {
  it("shows another tenant's upload to nobody (404)", async () => {
    const { location, id, account } = await anUpload();
    const stranger = await anAccount();
    const theirs = await RawTus.of(server.origin, stranger.owner);
    for (const path of [`${theirs.path}/${id}`, location]) {
      for (const method of ["HEAD", "DELETE"]) expect((await theirs.send(method, path)).status).toBe(404);
      expect((await theirs.patch(path, 0, bytes)).status).toBe(404);
    }
    const elsewhere = await RawTus.of(server.origin, await account.ownerIn("cn-south-1"));
    expect((await elsewhere.head(`${elsewhere.path}/${id}`)).status).toBe(404);
    for (const odd of ["not-an-id", "..%2f..", "%ff", `${id}x`])
      expect((await theirs.head(`${theirs.path}/${odd}`)).status).toBeGreaterThanOrEqual(400);
  });

  it("refuses a bucket of another project, a taken name, a file too large and a user without the right (IAM-08)", async () => {
    const { account, owner, bucket, tus } = await anUpload();
    const other = await aBucket((await anAccount()).owner);
    await anObject(owner, bucket, { name: "there" });
    const answers = [
      await tus.create({ bucketId: other.id, name: "x", sizeBytes: 1 }),
      await tus.create({ bucketId: bucket.id, name: "there", sizeBytes: 1 }),
      await tus.create({ bucketId: bucket.id, name: "x", sizeBytes: UPLOAD_MAX_BYTES + 1 }),
      await tus.create({ bucketId: bucket.id, name: "", sizeBytes: 1 }),
      await (await RawTus.of(server.origin, await account.userWith("IMS ReadOnlyAccess"))).create({
        bucketId: bucket.id,
        name: "x",
        sizeBytes: 1,
      }),
    ];
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual([
      [404, "notFound"],
      [409, "nameTaken"],
      [413, "payloadTooLarge"],
      [400, "invalidArgument"],
      [403, "permissionDenied"],
    ]);
  });

  it("takes the console's cookie from the console's own pages only, and ends with the session", async () => {
    const { owner, location } = await anUpload();
    const { cookie, sessionId } = await signedIn(owner);
    const from = (origin: string | undefined) => new RawTus(server.origin, { cookie, ...(origin === undefined ? {} : { origin }) }, "");
    for (const origin of [undefined, "https://evil.example", "null"]) {
      const refused = await from(origin).patch(location, 0, bytes);
      expect([refused.status, codeOf(refused)]).toEqual([403, "permissionDenied"]);
    }
    expect((await from(server.origin).patch(location, 0, bytes.subarray(0, MIB))).status).toBe(204);
    await db().session.update({ where: { id: sessionId }, data: { revokedAt: new Date() } });
    expect((await from(server.origin).patch(location, MIB, bytes.subarray(MIB))).status).toBe(401);
    const again = new RawTus(server.origin, { cookie: (await signedIn(owner)).cookie, origin: server.origin }, "");
    expect((await again.patch(location, MIB, bytes.subarray(MIB))).status).toBe(204);
  });

  it("takes a token in the project it was issued for, and a visitor nowhere (401)", async () => {
    const { owner, account, location } = await anUpload();
    expect((await new RawTus(server.origin, {}, "").head(location)).status).toBe(401);
    expect((await new RawTus(server.origin, { "x-auth-token": "made-up" }, "").head(location)).status).toBe(401);
    const elsewhere = await tokenHeaders(await account.ownerIn("cn-south-1"));
    expect((await new RawTus(server.origin, elsewhere, "").head(location)).status).toBe(404);
    expect((await new RawTus(server.origin, await tokenHeaders(owner), "").head(location)).status).toBe(200);
  });
});

async function stagedIds(): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of storage().listStaged(new Date(Date.now() + 60_000))) ids.push(id);
  return ids;
}
