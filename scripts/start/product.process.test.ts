import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { callImages, createImageIn, signInTo } from "@/lib/testing/product-client";
import { databaseOf, dataFolder, endProducts, type Product, startProduct } from "@/lib/testing/product-process";

const folders = [dataFolder(), dataFolder()] as const;
afterAll(async () => {
  endProducts();
  await Promise.all(folders.map((folder) => folder.remove()));
});

const PATIENCE = { timeout: 60_000, interval: 100 };
const firstPassword = ({ printed }: Product) => /password (\S+) \(also in/.exec(printed())?.[1] ?? "";
const get = (origin: string, where: string) => fetch(origin + where);

it("runs as two instances side by side that know nothing of each other, and ends cleanly at SIGTERM, under npm too", async () => {
  const [one, two] = await Promise.all(folders.map(({ path: dataDir }) => startProduct({ dataDir })));
  if (one === undefined || two === undefined) throw new Error("two were started");
  const [mine, other] = [firstPassword(one), firstPassword(two)];
  expect([(await signInTo(one.origin, { password: mine })).status, (await signInTo(one.origin, { password: other })).status]).toEqual([
    201, 401,
  ]);
  const { token } = await signInTo(two.origin, { password: other });
  expect((await callImages(two.origin, token))?.status).toBe(200);
  expect((await callImages(one.origin, token))?.status).toBe(401);

  const [folder] = folders;
  for (const name of ["admin-password", "session-secret", "master-key", "postgres-password"])
    expect((await stat(path.join(folder.path, name))).mode & 0o777).toBe(0o600);
  const database = await databaseOf(folder.path);
  expect(await one.end()).toBe(0);
  expect(existsSync(`/proc/${database.pid}`)).toBe(false);
  expect(existsSync(path.join(folder.path, "postgres/postmaster.pid"))).toBe(false);
  await expect(get(one.origin, "/healthz")).rejects.toThrow();
  expect((await get(two.origin, "/healthz")).status).toBe(200);
  expect(await two.end()).toBe(0);

  const again = await startProduct({ dataDir: folder.path, command: ["npm", "start"] });
  expect(again.printed()).not.toMatch(/password|master key/); // said once, at the first start
  expect((await signInTo(again.origin, { password: mine })).status).toBe(201);
  const { pid } = await databaseOf(folder.path);
  expect(await again.end()).toBe(0);
  expect(existsSync(`/proc/${pid}`)).toBe(false);
});

it("lets a request under way finish before it ends", async () => {
  const product = await startProduct({ dataDir: folders[1].path, env: { IMS_LOG_LEVEL: "info" } });
  const password = await readFile(path.join(folders[1].path, "admin-password"), "utf8");
  const { token } = await signInTo(product.origin, { password: password.trim() });
  const imageId = await createImageIn(product.origin, token);
  const request = http.request(`${product.origin}/v2/images/${imageId}/file`, {
    method: "PUT",
    headers: { "x-auth-token": token, "content-type": "application/octet-stream", "content-length": "8192" },
  });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    request.on("response", (response) => resolve(response.resume().statusCode));
    request.on("error", reject);
  });
  request.write(Buffer.alloc(4096));
  await expect
    .poll(async () => JSON.parse((await callImages(product.origin, token, `/${imageId}`))?.text ?? "{}").status, PATIENCE)
    .toBe("saving");
  const ended = product.end();
  await delay(1_000);
  await expect(get(product.origin, "/healthz")).rejects.toThrow(); // it takes nothing new
  request.end(Buffer.alloc(4096));
  expect([await answered, await ended]).toEqual([204, 0]);
});

it("tells of its life, its readiness and its figures, and logs each request under an id, without any secret", async () => {
  const password = "a password nobody may read";
  const dataDir = path.join(folders[0].path, "third");
  const masterKey = Buffer.alloc(32, 7).toString("base64");
  const env = { IMS_LOG_LEVEL: "debug", IMS_ADMIN_PASSWORD: password, IMS_MASTER_KEY: masterKey };
  const product = await startProduct({ dataDir, env });
  const { origin } = product;
  expect([(await get(origin, "/healthz")).status, await (await get(origin, "/healthz")).json()]).toEqual([200, { status: "ok" }]);
  const ready = await get(origin, "/readyz");
  expect([ready.status, await ready.json()]).toMatchObject([
    200,
    { ready: true, checks: { database: "ok", queue: "ok", "storage:cn-north-4": "ok", "storage:cn-east-3": "ok" } },
  ]);
  const { token } = await signInTo(origin, { password });
  await signInTo(origin, { password: `${password}, nearly` });
  const answer = await callImages(origin, token, "/?limit=1");
  const requestId = answer?.headers.get("x-request-id") ?? "";
  const cookie = await consoleSession(origin, password);
  expect((await fetch(`${origin}/`, { headers: { cookie }, redirect: "manual" })).status).toBeLessThan(400);
  const figures = await (await get(origin, "/metrics")).text();
  expect(figures).toMatch(/^ims_http_request_duration_seconds_count\{route="\/v2",method="GET",status="2xx"\} \d+$/m);
  expect(figures).toMatch(/^# TYPE ims_jobs gauge$/m);
  expect(figures).toMatch(/^process_resident_memory_bytes \d+/m);
  expect(await product.end()).toBe(0);

  const lines = product
    .printed()
    .split("\n")
    .filter((line) => line.startsWith("{"));
  const entries = lines.map((line): Record<string, unknown> => JSON.parse(line));
  expect(entries.find((entry) => entry.requestId === requestId)).toMatchObject({
    msg: "request",
    method: "GET",
    path: "/v2/images/",
    role: "server",
  });
  expect(entries.every(({ time, level }) => typeof time === "string" && typeof level === "number")).toBe(true);
  const read = (name: string) => readFile(path.join(dataDir, name), "utf8");
  const secrets = [password, token, masterKey, cookie.split("=")[1] ?? "", await read("session-secret"), await read("postgres-password")];
  for (const secret of secrets) expect([secret.length > 8, product.printed().includes(secret.trim())]).toEqual([true, false]);
});

/** Signs in as a browser does; answers the session's cookie. */
async function consoleSession(origin: string, password: string): Promise<string> {
  const csrf = await get(origin, "/api/auth/csrf");
  const { csrfToken }: { csrfToken: string } = await csrf.json();
  const cookie = csrf.headers
    .getSetCookie()
    .map((each) => each.split(";", 1)[0])
    .join("; ");
  const body = new URLSearchParams({ csrfToken, account: "admin", user: "admin", password, json: "true" });
  const answer = await fetch(`${origin}/api/auth/callback/credentials`, { method: "POST", headers: { cookie }, body, redirect: "manual" });
  const session = answer.headers.getSetCookie().find((each) => each.startsWith("next-auth.session-token="));
  if (session === undefined) throw new Error(`no session: ${answer.status} ${await answer.text()}`);
  return session.split(";", 1)[0] ?? "";
}
