import { createSHA256 } from "hash-wasm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { FileHasher } from "@/components/uploads/file-hasher";
import { UploadManager } from "@/components/uploads/upload-manager";
import type { ManagedUpload } from "@/components/uploads/upload-model";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { type ByteServer, startByteServer } from "@/lib/testing/byte-server";
import { sha256Of, someBytes } from "@/lib/testing/bytes";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { aBucket, anObject } from "@/lib/testing/objects";
import { signedIn } from "@/lib/testing/sessions";
import { listUploads } from "./queries/list-uploads";

testDatabase();

const MIB = 1024 * 1024;
let server: ByteServer;
beforeAll(async () => {
  server = await startByteServer();
});
afterAll(() => server.close());

/** What a browser gives: cookies, an Origin, slices of a file. */
async function aTab(actor: Actor, hasherOf: (file: File) => FileHasher = hasher) {
  const bucket = await aBucket(actor);
  const session = { ...(await signedIn(actor)), origin: server.origin };
  const headers = { cookie: session.cookie, origin: session.origin };
  const fileReader = { openFile: async (file: File) => sourceOf(file) };
  const withCookie: typeof fetch = (url, init) => fetch(url, { ...init, headers });
  const manager = new UploadManager({
    openHasher: hasherOf,
    fetch: withCookie,
    origin: server.origin,
    tus: { headers, fileReader, chunkSize: MIB, retryDelays: [0, 50, 100, 200] },
  });
  const { id: projectId, regionId } = projectOf(actor);
  const target = { regionId, projectId, bucketId: bucket.id };
  const view = (id: string): ManagedUpload | undefined => manager.getSnapshot().find((upload) => upload.id === id);
  return { manager, target, bucket, view, session };
}

function sourceOf(file: File) {
  return {
    size: file.size,
    slice: async (start: number, end: number) => {
      const value = Buffer.from(await file.slice(start, end).arrayBuffer());
      return { value: Object.assign(value, { size: value.length }), done: end >= file.size };
    },
    close: () => undefined,
  };
}

function hasher(file: File): FileHasher {
  const digest = (async () =>
    (await createSHA256())
      .init()
      .update(new Uint8Array(await file.arrayBuffer()))
      .digest("hex"))();
  return { upTo: () => undefined, digest, close: () => undefined };
}

const aFile = (name: string, bytes: Uint8Array<ArrayBuffer>) => new File([bytes], name, { lastModified: 1_700_000_000_000 });
const fileBytes = (sizeBytes: number, seed: number) => new Uint8Array(someBytes(sizeBytes, seed));

it("sends several files, two at a time, and ends with the digest both sides agree on (PRI-06)", async () => {
  const { owner } = await anAccount();
  const { manager, target, view } = await aTab(owner);
  let most = 0;
  manager.subscribe(() => {
    most = Math.max(most, manager.getSnapshot().filter(({ state }) => state === "uploading").length);
  });
  const contents = [1, 2, 3, 4, 5].map((seed) => fileBytes(3 * MIB, seed));
  const ids = contents.map((bytes, index) => manager.add(target, aFile(`disk-${index}.raw`, bytes)));
  await expect.poll(() => ids.every((id) => view(id)?.state === "done"), { timeout: 30_000 }).toBe(true);
  expect(most).toBe(2);
  expect(ids.map((id) => view(id)?.sha256)).toEqual(contents.map(sha256Of));
  expect(await db().bucketObject.count({ where: { bucketId: target.bucketId } })).toBe(5);
});

it("pauses, and continues the same upload when the file is chosen again after a reload", async () => {
  const { owner } = await anAccount();
  const { manager, target, view } = await aTab(owner);
  const bytes = fileBytes(12 * MIB, 9);
  const id = manager.add(target, aFile("disk.raw", bytes));
  await expect.poll(() => view(id)?.doneBytes ?? 0).toBeGreaterThan(2 * MIB);
  manager.pause(id);
  expect(view(id)?.state).toBe("paused");
  await expect.poll(async () => (await listUploads(owner, {}))[0]?.receivedBytes ?? 0).toBeGreaterThan(0);
  const [interrupted] = await listUploads(owner, {});
  const { manager: reloaded, view: viewAfter } = await aTab(owner);
  const again = reloaded.add(target, aFile("disk.raw", bytes));
  await expect.poll(() => viewAfter(again)?.state, { timeout: 30_000 }).toBe("done");
  expect(viewAfter(again)).toMatchObject({ uploadId: interrupted?.id, sha256: sha256Of(bytes) });
});

it("asks to sign in again when the session ends, and goes on with a new one", async () => {
  const { owner } = await anAccount();
  const { manager, target, view, session } = await aTab(owner);
  const id = manager.add(target, aFile("disk.raw", fileBytes(12 * MIB, 3)));
  await expect.poll(() => view(id)?.doneBytes ?? 0).toBeGreaterThan(2 * MIB);
  await db().session.update({ where: { id: session.sessionId }, data: { revokedAt: new Date() } });
  await expect.poll(() => view(id)?.state).toBe("signInAgain");
  await db().session.update({ where: { id: session.sessionId }, data: { revokedAt: null } });
  manager.resume(id);
  await expect.poll(() => view(id)?.state, { timeout: 30_000 }).toBe("done");
});

it("tells what the service refused, in the words of its table", async () => {
  const { owner } = await anAccount();
  const { manager, target, bucket, view } = await aTab(owner);
  await anObject(owner, bucket, { name: "there.raw" });
  const id = manager.add(target, aFile("there.raw", fileBytes(10, 1)));
  await expect.poll(() => view(id)).toMatchObject({ state: "failed", problem: { code: "nameTaken" } });
});

it("cancels on both sides, and gives the place in the queue to the next", async () => {
  const { owner } = await anAccount();
  const { manager, target, view } = await aTab(owner);
  const ids = [1, 2, 3].map((seed) => manager.add(target, aFile(`disk-${seed}.raw`, fileBytes(8 * MIB, seed))));
  const [first = "", , third = ""] = ids;
  await expect.poll(() => view(first)?.uploadId).toBeDefined();
  expect(view(third)?.state).toBe("waiting");
  await manager.cancel(first);
  expect(view(first)).toBeUndefined();
  await expect.poll(() => view(third)?.state, { timeout: 30_000 }).toBe("done");
  expect((await listUploads(owner, {})).map(({ objectName }) => objectName)).not.toContain("disk-1.raw");
});

it("fails when what arrived is not what was chosen", async () => {
  const { owner } = await anAccount();
  const { manager, target, view } = await aTab(owner, () => ({
    upTo: () => undefined,
    digest: Promise.resolve("0".repeat(64)),
    close: () => undefined,
  }));
  const id = manager.add(target, aFile("disk.raw", fileBytes(10, 1)));
  await expect.poll(() => view(id)).toMatchObject({ state: "failed", problem: { code: "digestMismatch" } });
});

it("pauses when nobody answers, and goes on when the network is back", async () => {
  const { owner } = await anAccount();
  const alone = await startByteServer();
  const { manager, target, view } = await aTab(owner);
  const { manager: elsewhere } = {
    manager: new UploadManager({
      openHasher: hasher,
      fetch,
      origin: alone.origin,
      tus: { retryDelays: [0, 20], fileReader: { openFile: async (file: File) => sourceOf(file) } },
    }),
  };
  await alone.close();
  const id = elsewhere.add(target, aFile("disk.raw", fileBytes(10, 1)));
  await expect.poll(() => elsewhere.getSnapshot()[0]).toMatchObject({ state: "paused", problem: { code: "network" } });
  elsewhere.resumeOnline();
  expect(elsewhere.getSnapshot()[0]?.state).toBe("uploading");
  await elsewhere.cancel(id);
  expect(manager.getSnapshot()).toEqual([]);
  expect(view(id)).toBeUndefined();
});
