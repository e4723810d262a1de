import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { Console } from "./pages/console";
import { DEMO_PASSWORD } from "./pages/environment";
import { MemoryOfBrowser } from "./pages/memory";

const MIB = 1024 ** 2;
const FILE_BYTES = 96 * MIB;

test.use({ locale: "en" });

let folder: string;
let file: string;
let sha256: string;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ims-e2e-"));
  file = path.join(folder, "disk.raw");
  const bytes = Buffer.concat([Buffer.alloc(FILE_BYTES / 2), randomBytes(FILE_BYTES / 2)]);
  sha256 = createHash("sha256").update(bytes).digest("hex");
  await writeFile(file, bytes);
});

test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** A line slow enough that a person has time to do something while a file is on its way. */
async function slowDown(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const limit = (bytesPerSecond: number) =>
    session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: bytesPerSecond,
    });
  await limit(8 * MIB);
  return () => limit(-1).then(() => undefined);
}

test("an upload pauses, goes on while one moves about, and arrives whole", async ({ page }) => {
  const console = new Console(page, "en");
  await console.signIn("alpha", DEMO_PASSWORD);
  const bucket = `e2e-${randomBytes(4).toString("hex")}`;
  await console.createBucket(bucket);
  const fullSpeed = await slowDown(page);
  await page.locator("input[type=file]").setInputFiles(file);
  await expect(console.uploads()).toContainText(/[1-9]\d?%/, { timeout: 30_000 });
  await console.uploads().getByRole("button", { name: "Pause disk.raw" }).click();
  await expect(console.uploads()).toContainText("Paused at");
  await console.go("privateImages");
  await console.uploads().getByRole("button", { name: "Resume disk.raw" }).click();
  await fullSpeed();
  await expect(console.uploads()).toContainText("Done", { timeout: 60_000 });
  await console.go("buckets");
  await page.getByRole("link", { name: bucket }).click();
  await expect(console.row("disk.raw").locator("code")).toHaveAttribute("title", sha256);
});

test("an upload cut off by closing the page is continued by choosing the file again", async ({ page }) => {
  const console = new Console(page, "en");
  await console.signIn("alpha", DEMO_PASSWORD);
  await console.createBucket(`e2e-${randomBytes(4).toString("hex")}`);
  const fullSpeed = await slowDown(page);
  await page.locator("input[type=file]").setInputFiles(file);
  await expect(console.uploads()).toContainText(/[2-9]\d%/, { timeout: 30_000 });
  page.on("dialog", (dialog) => void dialog.accept()); // the browser asks whether to leave an upload
  await page.reload();
  await fullSpeed();
  await expect(page.getByRole("main")).toContainText("Interrupted uploads");
  const received = /(\d+)% received/.exec((await page.getByRole("main").textContent()) ?? "")?.[1];
  expect(Number(received)).toBeGreaterThan(0);
  await page.locator("input[type=file]").first().setInputFiles(file);
  await expect(console.uploads()).toContainText("Done", { timeout: 60_000 });
  await expect(console.row("disk.raw").locator("code")).toHaveAttribute("title", sha256);
  await expect(page.getByRole("main")).not.toContainText("Interrupted uploads");
});

test("a cancelled upload leaves nothing behind", async ({ page }) => {
  const console = new Console(page, "en");
  await console.signIn("alpha", DEMO_PASSWORD);
  await console.createBucket(`e2e-${randomBytes(4).toString("hex")}`);
  await slowDown(page);
  await page.locator("input[type=file]").setInputFiles(file);
  await expect(console.uploads()).toContainText(/[1-9]\d?%/, { timeout: 30_000 });
  await console.uploads().getByRole("button", { name: "Cancel disk.raw" }).click();
  await expect(console.uploads()).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("main")).toContainText("This bucket is empty");
  await expect(page.getByRole("main")).not.toContainText("Interrupted uploads");
});

test("a file of any size needs no more memory of the browser than a small one", async ({ page, browser }) => {
  const gib = Number(process.env.IMS_TEST_UPLOAD_GIB ?? 0.5);
  test.setTimeout(60_000 + gib * 60_000);
  const [console, memory] = [new Console(page, "en"), await MemoryOfBrowser.of(browser)];
  await console.signIn("alpha", DEMO_PASSWORD);
  await console.createBucket(`e2e-${randomBytes(4).toString("hex")}`);
  await page.locator("input[type=file]").setInputFiles(file);
  await expect(console.uploads()).toContainText("Done", { timeout: 60_000 });
  const before = await memory.now();
  const large = path.join(folder, "large.raw");
  const handle = await open(large, "w");
  await handle.truncate(gib * 1024 * MIB);
  await handle.close();
  await page.locator("input[type=file]").first().setInputFiles(large);
  const peak = await memory.peakUntil(() => expect(console.uploads().getByText("Done")).toHaveCount(2, { timeout: 60_000 + gib * 60_000 }));
  expect(peak - before).toBeLessThan(200 * MIB);
});
