import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { Upload } from "tus-js-client";
import { afterAll, expect, it } from "vitest";
import { sha256Of } from "@/lib/testing/bytes";
import { callImages, createImageIn, signInTo } from "@/lib/testing/product-client";
import { databaseOf, dataFolder, endProducts, type Product, startProduct } from "@/lib/testing/product-process";

const MIB = 1024 * 1024;
const PATIENCE = { timeout: 120_000, interval: 200 };
const PASSWORD = "a password for faults";
const folder = dataFolder();
afterAll(async () => {
  endProducts();
  await folder.remove();
});

/** Runs a statement on the product's own database, once that is there. */
async function rowsOf<Row extends object>(statement: string, values: readonly unknown[] = []): Promise<Row[]> {
  const password = readFileSync(path.join(folder.path, "postgres-password"), "utf8").trim();
  const { port } = await databaseOf(folder.path);
  const client = new Client({
    connectionString: `postgresql://ims:${password}@127.0.0.1:${port}/postgres`,
    connectionTimeoutMillis: 5_000,
  });
  await client.connect();
  try {
    return (await client.query<Row>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** The process of the product with this name; the newest, when one was started again. */
function processOf(product: Product, name: string): number {
  const pids = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  const found = pids.filter((pid) => {
    try {
      const isChild = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[1] === String(product.pid);
      return isChild && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`/dist/${name}.mjs`);
    } catch {
      return false; // it has ended meanwhile
    }
  });
  return Math.max(...found.map(Number));
}

/** Sends an image until the service has it, as a client does that does not give up. */
async function sendImage(origin: string, token: string, bytes: Buffer): Promise<string> {
  let imageId: string | undefined;
  for (;;) {
    imageId ??= await createImageIn(origin, token).catch(() => undefined);
    if (imageId !== undefined) {
      const headers = { "content-type": "application/octet-stream" };
      const answer = await callImages(origin, token, `/${imageId}/file`, { method: "PUT", body: new Uint8Array(bytes), headers });
      // 409: an answer was lost on its way, and the image has its bytes.
      if (answer?.status === 204) return imageId;
      const shown = await callImages(origin, token, `/${imageId}`);
      if (shown?.status === 200 && JSON.parse(shown.text).status === "active") return imageId;
    }
    await delay(200);
  }
}

/** Uploads a file into a bucket as the console does; answers the id of the object. */
async function sendObject(origin: string, token: string, place: { projectId: string; bucketId: string }, bytes: Buffer): Promise<string> {
  const location = await new Promise<string>((resolve, reject) => {
    const upload: Upload = new Upload(bytes, {
      endpoint: `${origin}/uploads/r/cn-north-4/p/${place.projectId}`,
      headers: { "x-auth-token": token },
      metadata: { bucketId: place.bucketId, filename: `${randomBytes(4).toString("hex")}.raw` },
      chunkSize: MIB,
      retryDelays: Array.from({ length: 400 }, () => 250),
      onShouldRetry: () => true,
      storeFingerprintForResuming: false,
      onSuccess: () => resolve(upload.url ?? ""),
      onError: reject,
    });
    upload.start();
  });
  return location.split("/").at(-1) ?? "";
}

/** The digest the service keeps of an object. */
async function digestOf(objectId: string): Promise<string> {
  const [object] = await rowsOf<{ sha256: string }>('SELECT "sha256" FROM "BucketObject" WHERE "id" = $1', [objectId]);
  return object?.sha256 ?? "";
}

/** A bucket of the administrator's project; the console makes them with a server action, which no client can call. */
async function aBucket(): Promise<{ projectId: string; bucketId: string }> {
  const [bucket] = await rowsOf<{ projectId: string; bucketId: string }>(`
    INSERT INTO "Bucket" ("id", "accountId", "projectId", "regionId", "name")
    SELECT gen_random_uuid(), "accountId", "id", "regionId", 'faults' FROM "Project" WHERE "regionId" = 'cn-north-4'
    RETURNING "projectId", "id" AS "bucketId"`);
  if (bucket === undefined) throw new Error("no project");
  return bucket;
}

it("loses database, web and worker under load, one after the other, and ends in the right state without a hand", async () => {
  const product = await startProduct({ dataDir: folder.path, env: { IMS_ADMIN_PASSWORD: PASSWORD } });
  const { origin } = product;
  const { token } = await signInTo(origin, { password: PASSWORD });
  const place = await aBucket();
  const files = Array.from({ length: 3 }, () => randomBytes(24 * MIB));
  const disks = Array.from({ length: 4 }, () => randomBytes(12 * MIB));
  let calm = false;
  const reader = (async () => {
    while (!calm) {
      const answer = await callImages(origin, token, "/?limit=5");
      expect([undefined, 200, 500, 503]).toContain(answer?.status);
      await delay(20);
    }
  })();
  const work = Promise.all([
    Promise.all(files.map((bytes) => sendObject(origin, token, place, bytes))),
    Promise.all(disks.map((bytes) => sendImage(origin, token, bytes))),
  ]);

  const alive = () =>
    fetch(`${origin}/readyz`).then(
      (answer) => answer.status,
      () => 0,
    );
  const faults: (() => Promise<unknown>)[] = [
    async () => process.kill((await databaseOf(folder.path)).pid, "SIGKILL"),
    async () => process.kill(processOf(product, "server"), "SIGKILL"),
    async () => process.kill((await databaseOf(folder.path)).pid, "SIGINT"), // "fast shutdown", as at a restart
    async () => process.kill(processOf(product, "worker"), "SIGKILL"),
  ];
  for (const fault of faults) {
    await delay(1_000);
    await fault();
    await delay(500);
    await expect.poll(alive, PATIENCE).toBe(200);
  }
  const [objects, images] = await work;
  calm = true;
  await reader;

  // Asked for only now: this test's own connection would fall with the database as any other does.
  expect(await Promise.all(objects.map(digestOf))).toEqual(files.map(sha256Of));
  const unfinished = () => rowsOf(`SELECT "kind", "status" FROM "Job" WHERE "status" NOT IN ('succeeded', 'cancelled')`);
  await expect.poll(unfinished, PATIENCE).toEqual([]);
  for (const [index, id] of images.entries()) {
    const answer = await callImages(origin, token, `/${id}/file`);
    expect([answer?.status, answer === undefined ? "" : sha256Of(answer.bytes)]).toEqual([200, sha256Of(disks[index] ?? Buffer.alloc(0))]);
  }
  const done = await rowsOf<{ id: string; disk: string | null; jobs: string }>(`
    SELECT i."id", i."diskId" AS disk, (SELECT count(*) FROM "Job" j WHERE j."imageId" = i."id" AND j."status" = 'succeeded') AS jobs
    FROM "Image" i WHERE i."status" = 'active'`);
  expect(done.map(({ id }) => id).sort()).toEqual(expect.arrayContaining([...images].sort()));
  for (const { disk, jobs } of done.filter(({ id }) => images.includes(id))) expect([disk, jobs]).toEqual([expect.any(String), "1"]);
  expect(await alive()).toBe(200);
  expect(await product.end()).toBe(0);
}, 400_000);
