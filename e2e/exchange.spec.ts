import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import { hashPassword } from "@/lib/iam/password";
import { db } from "@/lib/platform/db/client";
import { type AccountOptions, anAccount } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { expect, inEveryLanguage, test } from "./fixtures";
import { choose } from "./pages/choose";
import { Console } from "./pages/console";
import { compareDisks, type Disks, layOutDisks } from "./pages/disks";
import type { Language } from "./pages/words";

const PASSWORD = "Right-pass-1234";
const MADE = { timeout: 90_000 };

let folder: string;
let disks: Disks;
test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ims-e2e-"));
  disks = await layOutDisks(folder);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

async function aTenant(options: AccountOptions = {}) {
  return anAccount({ ...options, ownerPasswordHash: await hashPassword(PASSWORD) });
}

/** A second person at a browser of their own. */
async function another(browser: Browser, language: Language, account: string) {
  const context = await browser.newContext({ locale: language });
  const seen = new Console(await context.newPage(), language);
  const place = await seen.signIn(account, PASSWORD);
  return { seen, page: seen.page, place, close: () => context.close() };
}

/** The badge is part of the link's name while something waits. */
async function openShared(seen: Console): Promise<void> {
  const navigation = seen.page.getByRole("navigation", { name: seen.say("shell.mainNavigation") });
  await navigation.getByRole("link", { name: seen.say("shell.pages.sharedImages") }).click();
  await seen.page.waitForURL(/\/images\/shared$/);
}

const dialogButton = (page: Page, name: string) => page.getByRole("dialog").getByRole("button", { name, exact: true });

inEveryLanguage((language) => {
  test("shares an image with an account that accepts it, and stops, while both look (SHR-01, SHR-14, SHR-15, SHR-16, SEC-08, ADV-03)", async ({
    browser,
    tenant,
    page,
    console,
    database: _,
  }) => {
    const { say } = console;
    const owner = await aTenant();
    const name = "golden-image";
    await anImage(owner.owner, { status: "active", name, minDiskGb: 40, osFamily: "linux" });
    const giver = await another(browser, language, owner.name);
    await giver.seen.go("privateImages");
    await choose(giver.seen, name, "exchange.actions.share");
    await giver.page.getByLabel(say("exchange.share.recipients")).fill(`${tenant.name}, nobody-here`);
    await dialogButton(giver.page, say("exchange.share.submit")).click();
    await expect(giver.page.getByRole("dialog")).toContainText(say("exchange.share.outcomes.unknown"));
    // The corner of the dialog has a button of the same name.
    await dialogButton(giver.page, say("exchange.share.close")).last().click();

    await console.signIn(tenant.name, tenant.password);
    await openShared(console);
    await expect(page.getByRole("main")).not.toContainText(name);
    await page.getByRole("link", { name: say("exchange.received.review") }).click();
    await expect(console.row(name)).toContainText(owner.name);
    await expect(console.row(name)).toContainText(say("exchange.received.firstTime"));
    await console
      .row(name)
      .getByRole("button", { name: say("exchange.received.accept") })
      .click();
    await expect(page.getByRole("dialog")).toContainText(say("exchange.received.trust"));
    await dialogButton(page, say("exchange.received.acceptConfirm")).click();
    await expect(console.row(name)).toHaveCount(0);
    await openShared(console);
    await expect(console.row(name)).toContainText(owner.name);

    await giver.seen.row(name).getByRole("link", { name }).click();
    await giver.page.getByRole("link", { name: new RegExp(say("exchange.members.tab")) }).click();
    await expect(giver.seen.row(tenant.name)).toContainText(say("exchange.members.statuses.accepted"), { timeout: 30_000 });
    await giver.seen.row(tenant.name).getByRole("checkbox").check();
    await giver.seen.button("exchange.members.stop").click();
    await dialogButton(giver.page, say("exchange.members.stopConfirm")).click();
    await expect(giver.page.getByRole("dialog")).toHaveCount(0);
    await expect(giver.seen.row(tenant.name)).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(say("images.types.shared"));
    await expect(console.row(name)).toHaveCount(0);
    await giver.close();
  });
});

test.describe("with real disks", () => {
  test.use({ language: "en" });

  test("copies an image to another region, shares it there, and the other account makes a server of it (SCN-01, CPY-04, CPY-13)", async ({
    browser,
    tenant,
    page,
    console,
  }) => {
    test.setTimeout(300_000);
    const { say } = console;
    const recipient = await aTenant();
    await console.signIn(tenant.name, tenant.password);
    await console.createBucket(`copy-${tenant.name}`);
    await console.upload([disks.qcow2]);
    await console.register("mini-zstd.qcow2", "travelling");
    await expect(console.row("travelling")).toContainText("Normal", MADE);
    await choose(console, "travelling", "exchange.actions.copy");
    await page.getByRole("radio", { name: say("exchange.copy.across") }).check({ force: true });
    await page.getByRole("dialog").getByLabel(say("exchange.copy.region"), { exact: true }).selectOption("cn-south-1");
    await dialogButton(page, say("exchange.copy.createAgency")).click();
    await expect(page.getByLabel(say("exchange.copy.agency"))).toHaveValue(/.+/);
    await page.getByLabel(say("exchange.copy.name"), { exact: true }).fill("arrived");
    await expect(page.getByRole("dialog")).toContainText(say("pricing.items.replication"));
    await dialogButton(page, say("exchange.copy.submit")).click();
    await console.go("jobs");
    await expect(console.row("arrived")).toContainText(say("jobs.statuses.succeeded"), MADE);

    const south = await tenantIn(tenant.name, "cn-south-1");
    await page.goto(`${south}/images/private`);
    await expect(console.row("arrived")).toContainText("Normal");
    await choose(console, "arrived", "exchange.actions.share");
    await page.getByLabel(say("exchange.share.recipients")).fill(recipient.name);
    await dialogButton(page, say("exchange.share.submit")).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);

    const other = await another(browser, "en", recipient.name);
    await other.page.goto(`${await tenantIn(recipient.name, "cn-south-1")}/images/shared/pending`);
    await other.seen
      .row("arrived")
      .getByRole("button", { name: say("exchange.received.accept") })
      .click();
    await dialogButton(other.page, say("exchange.received.acceptConfirm")).click();
    await openShared(other.seen);
    await other.seen
      .row("arrived")
      .getByRole("link", { name: say("images.actions.applyServer") })
      .click();
    await expect(other.page.getByRole("main")).toContainText("arrived");
    await other.close();
  });

  test("encrypts by copying, exports decrypted, and downloads the very disk that was registered (CPY-02, EXP-01, EXP-09)", async ({
    tenant,
    page,
    console,
  }) => {
    test.setTimeout(300_000);
    const { say } = console;
    await console.signIn(tenant.name, tenant.password);
    const bucket = `out-${tenant.name}`;
    await console.createBucket(bucket);
    await console.upload([disks.qcow2]);
    await console.register("mini-zstd.qcow2", "plain");
    await expect(console.row("plain")).toContainText("Normal", MADE);
    await choose(console, "plain", "exchange.actions.copy");
    await page.getByRole("radio", { name: say("exchange.copy.encryptions.encrypt"), exact: true }).check();
    await page.getByLabel(say("exchange.copy.name"), { exact: true }).fill("sealed");
    await dialogButton(page, say("exchange.copy.submit")).click();
    await expect(console.row("sealed")).toContainText("Normal", MADE);

    await choose(console, "sealed", "exchange.actions.export");
    await expect(page.getByRole("dialog")).toContainText(say("exchange.export.decrypted"));
    await page.getByRole("radio", { name: "VHD", exact: true }).check();
    await page.getByLabel(say("exchange.export.bucket")).selectOption({ label: bucket });
    await page.getByLabel(say("exchange.export.name")).fill("sealed.vhd");
    await dialogButton(page, say("exchange.export.submit")).click();
    await console.go("jobs");
    await expect(console.row("sealed.vhd")).toContainText(say("jobs.statuses.succeeded"), MADE);
    await console.go("buckets");
    await page.getByRole("link", { name: bucket, exact: true }).click();
    const downloading = page.waitForEvent("download");
    await choose(console, "sealed.vhd", "objects.actions.download");
    const file = path.join(folder, "sealed.vhd");
    await (await downloading).saveAs(file);
    expect(await compareDisks({ file, format: "vpc" }, { file: disks.qcow2, format: "qcow2" })).toBe("Images are identical.");
  });

  test("offers an image in the market, which is reviewed and deployed in one step (SCN-02, MKT-01, MKT-02, MKT-03, IMG-10, ADV-02)", async ({
    browser,
    tenant,
    page,
    console,
  }) => {
    test.setTimeout(300_000);
    const { say } = console;
    const [operator, customer] = [await aTenant({ operator: true }), await aTenant()];
    const name = `web-${tenant.name.slice(-6)}`;
    await console.signIn(tenant.name, tenant.password);
    await console.createBucket(`market-${tenant.name}`);
    await console.upload([disks.qcow2]);
    await console.register("mini-zstd.qcow2", name);
    await expect(console.row(name)).toContainText("Normal", MADE);
    await choose(console, name, "exchange.actions.publish");
    await page.getByLabel(say("exchange.market.vendor")).fill("Acme");
    await page.getByLabel(say("exchange.market.software")).fill("nginx 1.24\nphp 8.2");
    await page.getByLabel(say("exchange.market.price")).fill("0.25");
    await dialogButton(page, say("exchange.market.submit")).click();
    await expect(console.row(name)).toContainText(say("images.states.published"));

    const buyer = await another(browser, "en", customer.name);
    await buyer.seen.go("marketImages");
    await expect(buyer.seen.row(name)).toHaveCount(0);
    const reviewer = await another(browser, "en", operator.name);
    await reviewer.seen.go("marketReviews");
    await reviewer.seen
      .row(name)
      .getByRole("button", { name: say("exchange.market.approve") })
      .click();
    await dialogButton(reviewer.page, say("exchange.market.approve")).click();
    await expect(reviewer.seen.row(name)).toContainText(say("exchange.market.statuses.approved"));
    await reviewer.close();

    await buyer.page.reload();
    await expect(buyer.seen.row(name)).toContainText("Acme");
    await expect(buyer.seen.row(name)).toContainText("php 8.2");
    await expect(buyer.seen.row(name)).toContainText("0.25");
    await buyer.seen
      .row(name)
      .getByRole("link", { name: say("exchange.market.deploy") })
      .click();
    await expect(buyer.page.getByRole("main")).toContainText(name);
    const asked = buyer.page.getByText(say("pricing.items.vendor"));
    await expect(asked).toContainText("0.25");
    await buyer.page.getByRole("radio", { name: "s6.small.2" }).check({ force: true });
    await buyer.page.getByLabel(say("servers.fields.name"), { exact: true }).fill("deployed");
    await buyer.page.getByRole("main").locator("button[type=submit]").click();
    await expect(buyer.page.getByRole("main")).toContainText("deployed");
    await buyer.page.waitForURL(/\/servers(\/[0-9a-f-]{36})?$/);
    await buyer.close();
  });
});

/** The address of an account's project in a region. */
async function tenantIn(account: string, regionId: string): Promise<string> {
  const project = await db().project.findFirstOrThrow({ where: { account: { name: account }, regionId }, select: { id: true } });
  return `/r/${regionId}/p/${project.id}`;
}
