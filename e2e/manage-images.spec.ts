import { readFile } from "node:fs/promises";
import { SELECTION_MAX } from "@/lib/images/constraints";
import { db } from "@/lib/platform/db/client";
import { expect, expectAccessible, inEveryLanguage, type Tenant, test } from "./fixtures";
import { choose } from "./pages/choose";
import type { Place } from "./pages/console";

/** Images of the tenant as their rows: what these tests look at needs no bytes. */
async function images(
  tenant: Tenant,
  { project, region, status = "active" }: Place & { status?: "active" | "killed" },
  ...names: readonly string[]
): Promise<string[]> {
  const { id: accountId } = await db().account.findUniqueOrThrow({ where: { name: tenant.name }, select: { id: true } });
  const common = { accountId, projectId: project, regionId: region, sourceKind: "upload", status, originalSize: 3n } as const;
  const failure = status === "killed" ? { failureCode: "unsafeImage" } : {};
  const ids: string[] = [];
  for (const name of names) {
    const id = crypto.randomUUID();
    ids.push(id);
    await db().image.create({
      data: { ...common, ...failure, id, name, originalKey: `images/${id}/original-e2e`, osFamily: "linux", osVersion: "CentOS 7.6 64bit" },
    });
  }
  return ids;
}

inEveryLanguage(() => {
  test("changes, tags, filters, deletes to the bin, restores and deletes for good (MNG-01, MNG-02, MNG-05, MNG-08)", async ({
    console,
    tenant,
    page,
  }) => {
    const { say } = console;
    const place = await console.signIn(tenant.name, tenant.password);
    await images(tenant, place, "web-1", "web-2", "db-1");
    await console.go("privateImages");
    const dialog = page.getByRole("dialog");

    await choose(console, "web-1", "manage.modify.title");
    await dialog.getByLabel(say("manage.modify.name"), { exact: true }).fill("web-renamed");
    await dialog.getByRole("button", { name: say("manage.modify.save") }).click();
    await expect(console.row("web-renamed")).toBeVisible();

    await choose(console, "web-renamed", "manage.tags.title");
    await dialog.getByPlaceholder(say("manage.tags.key")).fill("env");
    await dialog.getByPlaceholder(say("manage.tags.value")).fill("prod");
    await dialog.getByRole("button", { name: say("manage.tags.save") }).click();
    await expect(dialog).toHaveCount(0);
    await page
      .getByRole("main")
      .getByRole("button", { name: say("manage.tagFilter.title"), exact: true })
      .click();
    await page.getByLabel(say("manage.tags.key"), { exact: true }).fill("env");
    await page.getByLabel(say("manage.tags.value"), { exact: true }).fill("prod");
    await page.getByRole("button", { name: say("manage.tagFilter.add") }).click();
    await page.waitForURL(/tags=env%3Dprod/);
    await expect(console.row("web-2")).toHaveCount(0);
    await expect(console.row("web-renamed")).toBeVisible();
    await expectAccessible(page);

    await console.go("privateImages");
    await page.getByRole("checkbox", { name: say("ui.selectRow").replace("{name}", "web-2") }).check();
    await page.getByRole("checkbox", { name: say("ui.selectRow").replace("{name}", "db-1") }).check();
    const bar = page.getByRole("region", { name: say("manage.bulk.label") });
    await bar.getByRole("button", { name: say("manage.delete.confirm"), exact: true }).click();
    await dialog.getByRole("textbox").fill(say("manage.delete.word"));
    await dialog.getByRole("button", { name: say("manage.delete.confirm"), exact: true }).click();
    await expect(console.row("web-2")).toHaveCount(0);
    await expect(page.getByText(say("images.quota").replace("{used}", "3").replace("{limit}", "50")).first()).toBeVisible();

    await page.getByRole("link", { name: say("manage.bin.open"), exact: true }).click();
    await expect(console.row("db-1")).toBeVisible();
    await choose(console, "web-2", "manage.bin.restore");
    await expect(console.row("web-2")).toHaveCount(0);
    await choose(console, "db-1", "manage.delete.forGood");
    await dialog.getByRole("textbox").fill("db-1");
    await dialog.getByRole("button", { name: say("manage.delete.forGood"), exact: true }).click();
    await expect(console.row("db-1")).toHaveCount(0);
    await console.go("privateImages");
    await expect(console.row("web-2")).toBeVisible();
  });

  test("keeps an image that is protected, and says why it cannot be deleted", async ({ console, tenant, page }) => {
    const { say } = console;
    const place = await console.signIn(tenant.name, tenant.password);
    await images(tenant, place, "guarded");
    await console.go("privateImages");
    await choose(console, "guarded", "manage.protect.title");
    await expect(console.row("guarded").getByRole("img", { name: say("manage.marks.protected") })).toBeVisible();
    await console
      .row("guarded")
      .getByRole("button", { name: say("common.moreFor").replace("{name}", "guarded") })
      .click();
    const refused = page.getByRole("menuitem").filter({ hasText: say("ui.refusedProtected") });
    await expect(refused).toHaveAttribute("aria-disabled", "true");
    await expect(refused).toContainText(say("images.actions.delete"));
  });

  test("says before many images are protected, tagged or restored which are skipped, and why (MNG-10)", async ({
    console,
    tenant,
    page,
  }) => {
    const { say } = console;
    const place = await console.signIn(tenant.name, tenant.password);
    await images(tenant, place, "web-1");
    await images(tenant, { ...place, status: "killed" }, "broken-1");
    await console.go("privateImages");
    const dialog = page.getByRole("dialog");
    const bar = page.getByRole("region", { name: say("manage.bulk.label") });
    const begin = async (act: string) => {
      await bar.getByRole("button", { name: say(act), exact: true }).click();
      await expect(dialog.getByRole("listitem")).toHaveText([new RegExp(`${say("errors.imageStatusNotNormal.title")}.*broken-1`)]);
      await expectAccessible(page);
    };
    await page.getByRole("checkbox", { name: say("ui.selectAll") }).check();
    await begin("manage.tags.title");
    await dialog.getByPlaceholder(say("manage.tags.key")).fill("env");
    await dialog.getByPlaceholder(say("manage.tags.value")).fill("prod");
    await dialog.getByRole("button", { name: say("manage.tags.save") }).click();
    await expect(dialog).toHaveCount(0);
    await begin("manage.protect.title");
    await dialog.getByRole("button", { name: say("manage.protect.title"), exact: true }).click();
    await expect(console.row("web-1").getByRole("img", { name: say("manage.marks.protected") })).toBeVisible();
    await begin("manage.protect.undo");
    await dialog.getByRole("button", { name: say("manage.protect.undo"), exact: true }).click();
    await expect(dialog).toHaveCount(0);
    const changed = await db().image.findMany({ where: { projectId: place.project }, orderBy: { name: "desc" } });
    expect(changed.map(({ name, tags, protected: on }) => ({ name, tags, on }))).toEqual([
      { name: "web-1", tags: ["env=prod"], on: false },
      { name: "broken-1", tags: [], on: false },
    ]);
    await db().image.updateMany({ where: { projectId: place.project }, data: { recycledAt: new Date() } });
    await page.getByRole("link", { name: say("manage.bin.open"), exact: true }).click();
    await page.getByRole("checkbox", { name: say("ui.selectAll") }).check();
    await bar.getByRole("button", { name: say("manage.bin.restore"), exact: true }).click();
    await expect(dialog).toContainText(/2/);
    await dialog.getByRole("button", { name: say("manage.bin.restore"), exact: true }).click();
    await expect(dialog).toHaveCount(0); // while it is open, nothing behind it is there for a reader
    await expect(bar).toHaveCount(0);
    expect(await db().image.count({ where: { projectId: place.project, recycledAt: null } })).toBe(2);
  });

  test("says what deleting as many images as one act takes would do (MNG-10)", async ({ console, tenant, page }) => {
    const { region, project } = await console.signIn(tenant.name, tenant.password);
    const [first = ""] = await images(tenant, { region, project }, "first-of-many");
    const ids = [first, ...Array.from({ length: SELECTION_MAX - 1 }, () => crypto.randomUUID())];
    const review = await page.request.post(`/api/console/r/${region}/p/${project}/image-review`, {
      data: { act: "delete", selection: { ids } },
    });
    expect(await review.json()).toMatchObject({ allowed: 1, skipped: [] });
  });

  test("keeps what is typed into the search while its rows are on their way", async ({ console, tenant, page }) => {
    await console.signIn(tenant.name, tenant.password);
    await console.go("privateImages");
    await page.route(/[?&]_rsc=/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await route.continue();
    });
    const search = page.getByRole("main").getByRole("searchbox");
    const asked = page.waitForRequest(/q=we(&|$)/);
    await search.pressSequentially("we");
    await asked;
    await expect(search).toHaveValue("we");
    await search.pressSequentially("b");
    await page.waitForURL(/q=web/);
    await expect(search).toHaveValue("web");
    await console.go("servers");
    await page.goBack();
    await expect(search).toHaveValue("web");
  });

  test("saves the list as a file that names every image of it (MNG-07)", async ({ console, tenant, page }) => {
    const place = await console.signIn(tenant.name, tenant.password);
    await images(tenant, place, "=1+1", "镜像-二");
    await console.go("privateImages");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: console.say("manage.exportList") }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^private-images-.*\.csv$/);
    const text = await readFile(await download.path(), "utf8");
    expect(text.startsWith(`\uFEFF${console.say("images.csv.columns.name")},`)).toBe(true);
    expect(text).toContain("'=1+1,");
    expect(text).toContain("镜像-二,");
  });

  test("shows an image under its tabs: tags, origin, use, jobs and audit (PRI-25, SEC-11)", async ({ console, tenant, page }) => {
    const { say } = console;
    const place = await console.signIn(tenant.name, tenant.password);
    await images(tenant, place, "web-1");
    await console.go("privateImages");
    await choose(console, "web-1", "manage.protect.title");
    await page.getByRole("link", { name: "web-1", exact: true }).click();
    const tabs = page.getByRole("navigation", { name: say("manage.tabs.label") });
    for (const tab of ["members", "lineage", "servers", "jobs", "tags", "audit"]) {
      await tabs.getByRole("link", { name: say(`manage.tabs.${tab}`) }).click();
      await page.waitForURL(new RegExp(`/${tab}$`));
      await expectAccessible(page);
    }
    await expect(page.getByRole("main")).toContainText("updateImage");
  });

  test("lists the disks of a full-server image (IMG-08)", async ({ console, tenant, page }) => {
    const { say } = console;
    const place = await console.signIn(tenant.name, tenant.password);
    const [id = ""] = await images(tenant, place, "all-of-it");
    const disk = { regionId: place.region, storageKey: `images/${id}/disk-e2e`, sizeBytes: 3n, virtualSizeBytes: 3n };
    const digests = { objectSha256: "0".repeat(64), contentDigest: "0".repeat(64), blockDigests: Buffer.alloc(32) };
    await db().image.update({
      where: { id },
      data: {
        kind: "whole",
        minDiskGb: 40,
        dataDisks: { create: { position: 1, sizeGb: 250, disk: { create: { id: crypto.randomUUID(), ...disk, ...digests } } } },
      },
    });
    await console.go("privateImages");
    await page.getByRole("link", { name: "all-of-it", exact: true }).click();
    await page
      .getByRole("navigation", { name: say("manage.tabs.label") })
      .getByRole("link", { name: say("manage.tabs.disks") })
      .click();
    await expect(console.row(say("images.systemDisk"))).toContainText("40");
    await expect(console.row(say("images.dataDisk", { number: "1" }))).toContainText("250");
    await expectAccessible(page);
  });
});
