import { randomBytes } from "node:crypto";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { hashPassword } from "@/lib/iam/password";
import { db } from "@/lib/platform/db/client";
import { anAccount } from "@/lib/testing/factories";
import { aServer } from "@/lib/testing/server-records";
import { expect, inEveryLanguage, test } from "./fixtures";
import { Servers } from "./pages/servers";

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ims-e2e-"));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

const PUBLIC = "openEuler 20.03 64bit";
const unique = (word: string) => `${word}-${randomBytes(3).toString("hex")}`;

inEveryLanguage(() => {
  test("customises a server, makes an image of it while it runs, and ten servers of that image, all the same (SCN-03)", async ({
    page,
    console,
    tenant,
    database: _,
  }) => {
    test.setTimeout(300_000);
    const servers = new Servers(page, console);
    const [model, image, batch] = [unique("model"), unique("image"), unique("web")];
    await console.signIn(tenant.name, tenant.password);
    await servers.apply("publicImages", PUBLIC, { name: model });
    const [disk] = await servers.disksOf(model);
    await servers.write(disk?.file ?? "", "-P 0x5a 20G 5M");
    await servers.open(model);
    await expect(page.getByRole("main")).toContainText(console.say("servers.statuses.running"));
    await servers.choose("servers.actions.createImage");
    await servers.makeImage(image);
    await servers.apply("privateImages", image, { name: batch, count: 10 });
    for (let number = 1; number <= 10; number++) {
      const [copy] = await servers.disksOf(`${batch}-${String(number).padStart(3, "0")}`);
      await servers.expectSame(copy?.file ?? "", disk?.file ?? "");
    }
  });

  test("restores a failed server from the image made of it, and it runs (SCN-04)", async ({ page, console, tenant, database: _ }) => {
    test.setTimeout(300_000);
    const servers = new Servers(page, console);
    const [name, image] = [unique("shop"), unique("good")];
    const { say } = console;
    await console.signIn(tenant.name, tenant.password);
    await servers.apply("publicImages", PUBLIC, { name });
    const [disk] = await servers.disksOf(name);
    await servers.write(disk?.file ?? "", "-P 0x5a 20G 5M");
    const good = path.join(folder, `${name}.qcow2`);
    await copyFile(disk?.file ?? "", good);
    await servers.open(name);
    await servers.choose("servers.actions.createImage");
    await servers.makeImage(image);
    await servers.write(disk?.file ?? "", "-P 0 0 64M");
    await servers.open(name);
    await servers.choose("servers.actions.reportFault");
    await page.getByRole("dialog").getByRole("textbox").fill("does not boot");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: say("servers.fault.confirm") })
      .click();
    await expect(page.getByRole("main")).toContainText("does not boot");
    await servers.choose("servers.actions.reinstall");
    await page
      .getByRole("dialog")
      .getByRole("radio", { name: say("images.types.private") })
      .check({ force: true });
    await page.getByRole("dialog").getByLabel(say("servers.fields.image"), { exact: true }).click();
    await page.getByRole("option", { name: new RegExp(image) }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: say("servers.reinstall.confirm") })
      .click();
    await expect(page.getByRole("main")).not.toContainText("does not boot", { timeout: 60_000 });
    await expect(page.getByRole("main")).toContainText(say("servers.statuses.running"));
    await expect(console.value(say("servers.fields.image"))).toHaveText(image);
    const [restored] = await servers.disksOf(name);
    expect(restored?.id).not.toBe(disk?.id);
    await servers.expectSame(restored?.file ?? "", good);
  });
});

test.describe("zh-CN", () => {
  test.use({ language: "zh-CN" });

  test("makes images of two data disks at once, and of one a disk with the same bytes (PRI-12, USE-03)", async ({
    page,
    console,
    tenant,
    database: _,
  }) => {
    test.setTimeout(240_000);
    const servers = new Servers(page, console);
    const [name, image, other, disk] = [unique("db"), unique("data"), unique("logs"), unique("disk")];
    const { say } = console;
    await console.signIn(tenant.name, tenant.password);
    await servers.apply("publicImages", PUBLIC, { name, dataDisksGb: [20, 10] });
    const [, data] = await servers.disksOf(name);
    await servers.write(data?.file ?? "", "-P 0x33 19G 3M");
    await console.go("volumes");
    await console.row(`${name}-vdb`).getByRole("button").click();
    await page.getByRole("menuitem", { name: say("volumes.actions.createImage") }).click();
    await page.getByRole("checkbox", { name: `${name}-vdc` }).check();
    await page.getByLabel(say("making.nameOf", { disk: `${name}-vdb` })).fill(image);
    await page.getByLabel(say("making.nameOf", { disk: `${name}-vdc` })).fill(other);
    await page.getByRole("checkbox", { name: say("making.clean") }).check();
    await page.getByRole("button", { name: say("making.submitMany", { count: 2 }) }).click();
    await page.waitForURL(/\/images\/private$/);
    for (const made of [image, other]) await expect(console.row(made)).toContainText(say("images.states.normal"), { timeout: 90_000 });
    // A data disk image makes disks, no servers (IMG-07).
    await expect(console.row(image).getByRole("link", { name: say("images.actions.applyServer") })).toHaveCount(0);
    await console
      .row(image)
      .getByRole("link", { name: say("images.actions.createDisk") })
      .click();
    await page.getByRole("dialog").getByLabel(say("volumes.fields.name"), { exact: true }).fill(disk);
    await page.getByRole("dialog").locator("button[type=submit]").click();
    await expect(console.row(disk)).toContainText(say("servers.diskStates.independent"), { timeout: 60_000 });
    const row = await db().volume.findFirstOrThrow({ where: { name: disk }, select: { id: true } });
    await servers.expectSame((data?.file ?? "").replace(data?.id ?? "", row.id), data?.file ?? "");
  });
});

test.describe("en", () => {
  test.use({ language: "en" });

  test("makes a full-server image by a backup, and of that a server with all its disks (PRI-14, USE-11, IMG-08)", async ({
    page,
    console,
    tenant,
    database: _,
  }) => {
    test.setTimeout(300_000);
    const servers = new Servers(page, console);
    const [name, image, twin, vault] = [unique("full"), unique("whole"), unique("twin"), unique("vault")];
    const { say } = console;
    await console.signIn(tenant.name, tenant.password);
    await console.go("backups");
    await page.getByRole("link", { name: say("backups.vaults"), exact: true }).click();
    await console.button("backups.createVault").first().click();
    await page.getByRole("dialog").getByLabel(say("backups.fields.name"), { exact: true }).fill(vault);
    await page.getByRole("dialog").locator("button[type=submit]").click();
    await expect(console.row(vault)).toBeVisible();
    await servers.apply("publicImages", PUBLIC, { name, dataDisksGb: [10] });
    const disks = await servers.disksOf(name);
    for (const [index, { file }] of disks.entries()) await servers.write(file, `-P ${0x40 + index} 9G 3M`);
    await servers.open(name);
    await servers.choose("servers.actions.createWhole");
    await page.getByRole("radio", { name: new RegExp(vault) }).check({ force: true });
    await servers.makeImage(image);
    await servers.apply("privateImages", image, { name: twin });
    const copies = await servers.disksOf(twin);
    expect(copies.map(({ sizeGb }) => sizeGb)).toEqual([40, 10]);
    for (const [index, { file }] of copies.entries()) await servers.expectSame(file, disks[index]?.file ?? "");
  });
});

test("keeps the form that makes an image, and goes on with it", async ({ page, console, tenant }) => {
  const { region, project } = await console.signIn(tenant.name, tenant.password);
  const { say } = console;
  const form = `/r/${region}/p/${project}/images/private/create/from`;
  await page.goto(`${form}?route=wholeFromBackup`);
  await page.getByLabel(say("images.fields.name"), { exact: true }).fill("half-done");
  const kept = () => db().imageDraft.count({ where: { user: { name: tenant.name } } });
  await expect.poll(kept, { timeout: 15_000 }).toBe(1);
  await page.goto(form);
  await page.getByRole("link", { name: "half-done" }).click();
  await expect(page.getByLabel(say("images.fields.name"), { exact: true })).toHaveValue("half-done");
  await expect(page.getByRole("radio", { name: say("making.routes.wholeFromBackup") })).toBeChecked();
});

test("freezes a server of another account while fees are owed, and renews it (LIM-51, PRI-21)", async ({ page, console, tenant }) => {
  const { say } = console;
  const password = "Right-pass-1234";
  const operator = await anAccount({ operator: true, ownerPasswordHash: await hashPassword(password) });
  const debtor = await anAccount();
  const serverId = await aServer(debtor.owner, { name: unique("owing") });
  const { region, project } = await console.signIn(tenant.name, tenant.password);
  await page.goto(`/r/${region}/p/${project}/servers/all`);
  await expect(page.getByRole("main")).toContainText("ecs:servers:freeze");
  await page.context().clearCookies();
  await console.signIn(operator.name, password);
  await console.go("servers");
  await page.getByRole("link", { name: say("servers.any.title") }).click();
  await page.waitForURL(/\/servers\/all$/);
  await page.getByRole("searchbox").fill(debtor.name);
  const frozen = async () => (await db().server.findUniqueOrThrow({ where: { id: serverId } })).frozenAt !== null;
  for (const act of ["freeze", "renew"] as const) {
    const name = say(`servers.${act}.action`);
    await console.row(debtor.name).getByRole("button", { name }).click();
    await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    expect(await frozen()).toBe(act === "freeze");
  }
});
