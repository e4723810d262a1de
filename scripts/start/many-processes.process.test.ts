import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Client } from "pg";
import { afterAll, expect, it } from "vitest";
import { startEmbeddedDatabase } from "@/lib/platform/db/embedded";
import { callImages, createImageIn, signInTo } from "@/lib/testing/product-client";
import { databaseOf, dataFolder, endProducts, startProduct } from "@/lib/testing/product-process";

const [shared, outside] = [dataFolder(), dataFolder()];
let database: { url: string; stop(): Promise<void> } | undefined;
afterAll(async () => {
  endProducts();
  await database?.stop();
  await Promise.all([shared.remove(), outside.remove()]);
});

const PATIENCE = { timeout: 90_000, interval: 200 };

async function rowsOf<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

it("comes up as many processes at once on one outside database, which is prepared once, and shares the work by role", async () => {
  database = await startEmbeddedDatabase(outside.path);
  const { url } = database;
  const start = (IMS_ROLE: string) => startProduct({ dataDir: shared.path, env: { DATABASE_URL: url, IMS_ROLE, IMS_DEMO: "1" } });
  const [web, second, worker] = await Promise.all([start("web"), start("web"), start("worker")]);
  const all = [web, second, worker];

  const migrations = await rowsOf<{ migration_name: string }>(
    url,
    'SELECT migration_name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL',
  );
  const folders = readdirSync(path.join(import.meta.dirname, "../../prisma/migrations"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(migrations.map((row) => row.migration_name).sort()).toEqual(folders.map(({ name }) => name).sort());
  expect(await rowsOf(url, `SELECT "name" FROM "Account" ORDER BY 1`)).toEqual(["admin", "alpha", "beta"].map((name) => ({ name })));
  expect(all.filter(({ printed }) => printed().includes("First sign-in"))).toHaveLength(1);
  expect(worker.printed()).toContain("IMS ready on worker");
  await expect(fetch(worker.origin)).rejects.toThrow();

  const password = readFileSync(path.join(shared.path, "admin-password"), "utf8").trim();
  const { token } = await signInTo(web.origin, { password });
  const imageId = await createImageIn(web.origin, token);
  const file = { method: "PUT", body: new Uint8Array(1 << 20), headers: { "content-type": "application/octet-stream" } };
  expect((await callImages(second.origin, token, `/${imageId}/file`, file))?.status).toBe(204);
  const disks = () => rowsOf(url, `SELECT 1 FROM "Image" WHERE "id" = '${imageId}' AND "diskId" IS NOT NULL`);
  await expect.poll(disks, PATIENCE).toHaveLength(1);

  // The database dies and comes back, as an operator's does: everything goes on by itself.
  const { pid } = await databaseOf(outside.path);
  process.kill(pid, "SIGKILL");
  const readiness = (origin: string) =>
    fetch(`${origin}/readyz`).then(
      (answer) => answer.status,
      () => 0,
    );
  await expect.poll(() => readiness(web.origin), PATIENCE).toBe(200);
  await expect.poll(() => readiness(second.origin), PATIENCE).toBe(200);
  expect((await callImages(second.origin, token, `/${imageId}`))?.status).toBe(200);

  // It goes away for good: alive, not ready, and still to be stopped.
  await database.stop();
  await expect.poll(() => readiness(web.origin), PATIENCE).toBe(503);
  expect(await (await fetch(`${web.origin}/readyz`)).json()).toMatchObject({
    ready: false,
    checks: { database: expect.not.stringMatching("ok") },
  });
  expect((await fetch(`${web.origin}/healthz`)).status).toBe(200);
  expect(await Promise.all(all.map((product) => product.end()))).toEqual([0, 0, 0]);
});
