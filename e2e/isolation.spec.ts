import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type APIRequestContext, expect, test } from "@playwright/test";
import { Console } from "./pages/console";
import { layOutDisks } from "./pages/disks";
import { DEMO_PASSWORD } from "./pages/environment";

test.use({ locale: "en" });

/** Tries what the image API of OpenStack offers, as the tenant `beta`, on an image of another tenant. */
async function seesNoneByOpenStack(request: APIRequestContext, imageId: string): Promise<void> {
  const user = { name: "beta", domain: { name: "beta" }, password: DEMO_PASSWORD };
  const auth = {
    identity: { methods: ["password"], password: { user } },
    scope: { project: { name: "cn-north-4", domain: { name: "beta" } } },
  };
  const signedIn = await request.post("/v3/auth/tokens", { data: { auth } });
  expect(signedIn.status()).toBe(201);
  const headers = { "x-auth-token": signedIn.headers()["x-subject-token"] ?? "" };
  const own = await request.post("/v2/images", { headers, data: { name: "own" } });
  expect(own.status()).toBe(201); // the token is good for beta's own things
  const { id: ownId } = await own.json();
  for (const query of ["", `?id=in:${imageId}`, "?visibility=private", "?visibility=all", "?member_status=all"]) {
    const answer = await request.get(`/v2/images${query}`, { headers });
    expect([query, answer.status()]).toEqual([query, 200]);
    const { images } = (await answer.json()) as { images: { id: string }[] };
    expect(images.map(({ id }) => id)).not.toContain(imageId);
    if (query === "") expect(images.map(({ id }) => id)).toContain(ownId);
  }
  const image = `/v2/images/${imageId}`;
  const patch = { "content-type": "application/openstack-images-v2.1-json-patch" };
  const bytes = { "content-type": "application/octet-stream" };
  const attempts: [string, string, object?][] = [
    ["GET", image],
    ["GET", `${image}/file`],
    ["PUT", `${image}/file`, { data: "x", headers: { ...headers, ...bytes } }],
    ["PATCH", image, { data: [{ op: "replace", path: "/name", value: "mine" }], headers: { ...headers, ...patch } }],
    ["PUT", `${image}/tags/mine`],
    ["DELETE", `${image}/tags/mine`],
    ["GET", `${image}/members`],
    ["POST", `${image}/members`, { data: { member: "beta" } }],
    ["DELETE", image],
  ];
  for (const [method, url, more = {}] of attempts) {
    const answer = await request.fetch(url, { method, headers, ...more });
    expect([method, url, answer.status()]).toEqual([method, url, 404]);
  }
  expect((await request.delete(`/v2/images/${ownId}`, { headers })).status()).toBe(204);
}

test("a second tenant sees nothing of the first's, by page, by the console's and the OpenStack API and by guessing ids (IAM-01, IMG-01, IMG-04)", async ({
  browser,
  page,
}) => {
  const folder = await mkdtemp(path.join(tmpdir(), "ims-e2e-"));
  const disks = await layOutDisks(folder);
  const name = `e2e-${randomBytes(4).toString("hex")}`;
  const alpha = new Console(page, "en");
  const home = await alpha.signIn("alpha", DEMO_PASSWORD);
  await alpha.createBucket(name);
  const bucketId = page.url().split("/").at(-1) ?? "";
  await alpha.upload([disks.qcow2]);
  await alpha.register("mini-zstd.qcow2", name);
  await expect(alpha.row(name)).toContainText("Normal", { timeout: 60_000 });
  const imageId = ((await page.getByRole("link", { name, exact: true }).getAttribute("href")) ?? "").split("/").at(-1) ?? "";
  const under = (place: typeof home) => `/api/console/r/${place.region}/p/${place.project}`;
  const objects = await (await page.request.get(`${under(home)}/buckets/${bucketId}/objects`)).json();
  const objectId: string = objects.items[0].id;

  const context = await browser.newContext({ locale: "en" });
  const other = await context.newPage();
  const beta = new Console(other, "en");
  const place = await beta.signIn("beta", DEMO_PASSWORD);
  for (const list of ["privateImages", "buckets", "jobs", "servers"]) {
    await beta.go(list);
    await expect(other.getByRole("main")).not.toContainText(name);
  }
  const pages = (at: typeof home) => [
    `/r/${at.region}/p/${at.project}/images/private/${imageId}`,
    `/r/${at.region}/p/${at.project}/buckets/${bucketId}`,
    `/r/${at.region}/p/${at.project}/servers/create?image=${imageId}`,
  ];
  for (const url of [...pages(place), ...pages(home), `/r/${home.region}/p/${home.project}/images/private`]) {
    await other.goto(url);
    await expect(other.getByRole("main").first()).not.toContainText(name);
    await expect(other.getByRole("heading", { level: 1 })).toContainText(/not found|not here|does not exist|can see/i);
  }
  const reads = (at: typeof home) => [
    `${under(at)}/images/${imageId}`,
    `${under(at)}/buckets/${bucketId}/objects`,
    `${under(at)}/objects/${objectId}`,
    `/objects/r/${at.region}/p/${at.project}/${objectId}`,
  ];
  for (const url of [...reads(place), ...reads(home)]) expect([url, (await other.request.get(url)).status()]).toEqual([url, 404]);
  await seesNoneByOpenStack(other.request, imageId);
  const { status: state, name: kept } = await (await page.request.get(`${under(home)}/images/${imageId}`)).json();
  expect([state, kept]).toEqual(["active", name]);
  await context.close();
  await rm(folder, { recursive: true, force: true });
});
