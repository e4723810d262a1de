import { randomUUID } from "node:crypto";
import { NAV_PATHS } from "@/components/shell/nav-items";
import { hashPassword } from "@/lib/iam/password";
import { BATCH_ADVISED_MAX } from "@/lib/images/constraints";
import { db } from "@/lib/platform/db/client";
import { anAccount } from "@/lib/testing/factories";
import { aServer } from "@/lib/testing/server-records";
import { anImageOf } from "@/lib/testing/sized-images";
import { expect, expectAccessible, inEveryLanguage, test } from "./fixtures";
import { choose } from "./pages/choose";

const PASSWORD = "Right-pass-1234";
const GIB = 1024 ** 3;
const LINUX = { osFamily: "linux", osPlatform: "CentOS", osVersion: "CentOS 7.6 64bit", osBits: 64, architecture: "x86" } as const;
const aTenant = async (options = {}) => anAccount({ ...options, ownerPasswordHash: await hashPassword(PASSWORD) });

inEveryLanguage(() => {
  test("tells of every image what it is: its kind, and its system unless it holds data only (IMG-02, IMG-05)", async ({
    page,
    console,
    database: _,
  }) => {
    const { say } = console;
    const account = await aTenant();
    const rows = [
      ["a-system", { kind: "system", ...LINUX }],
      ["a-disk", { kind: "data" }],
      ["a-server", { kind: "whole", ...LINUX }],
      ["an-iso", { kind: "iso", ...LINUX }],
    ] as const;
    for (const [name, data] of rows) await anImageOf(account.owner, GIB, { name, ...data });
    await console.signIn(account.name, PASSWORD);
    for (const [name, data] of rows) {
      await console.go("privateImages");
      await expect(console.row(name)).toContainText(say(`images.kinds.${data.kind}`));
      await page.getByRole("link", { name, exact: true }).click();
      const facts = page.getByRole("main");
      await expect(facts.getByText(say(`images.kinds.${data.kind}`)).first()).toBeVisible();
      if (data.kind === "data") await expect(facts).not.toContainText(LINUX.osVersion);
      else
        for (const fact of [
          LINUX.osVersion,
          say("images.families.linux"),
          say("images.bits", { bits: "64" }),
          say("images.architectures.x86"),
        ])
          await expect(facts).toContainText(fact);
    }
  });

  test("warns above 100 servers at once and refuses none of them (USE-06)", async ({ page, console, database: _ }) => {
    const { say } = console;
    const account = await aTenant();
    const { id } = await anImageOf(account.owner, GIB, { name: "golden", ...LINUX });
    const { region, project } = await console.signIn(account.name, PASSWORD);
    await page.goto(`/r/${region}/p/${project}/servers/create?image=${id}`);
    await page.getByRole("radio", { name: "s6.small.2" }).check({ force: true });
    await page.getByLabel(say("servers.fields.name"), { exact: true }).fill("many");
    const count = page.getByLabel(say("servers.fields.count"), { exact: true });
    const warning = page.getByText(say("servers.create.batchWarning", { limit: String(BATCH_ADVISED_MAX) }));
    await count.fill("100");
    await expect(page.getByRole("main").locator("button[type=submit]")).toContainText("100");
    await expect(warning).toHaveCount(0);
    await count.fill("101");
    await expect(warning).toBeVisible();
    await page.getByRole("main").locator("button[type=submit]").click();
    await page.waitForURL(/\/servers$/);
    expect(await db().server.count({ where: { accountId: account.id } })).toBe(101);
    // Taking 101 requests is what this is about; there are no bytes to make the servers of.
    await db().job.updateMany({ where: { accountId: account.id }, data: { status: "cancelled", endedAt: new Date() } });
  });

  test("says what costs before it is confirmed (FEE-15)", async ({ page, console, database: _ }) => {
    test.setTimeout(120_000);
    const { say } = console;
    const [account, platform] = [await aTenant(), await aTenant({ operator: true })];
    const { owner } = account;
    await anImageOf(owner, 3 * GIB, { name: "golden", ...LINUX });
    const kylin = {
      name: `kylin-${platform.name}`,
      visibility: "public",
      ...LINUX,
      osPlatform: "KylinOS",
      osVersion: "NeoKylin V7 64bit",
    } as const;
    const { id: paidId } = await anImageOf(platform.owner, GIB, kylin);
    const serverId = await aServer(owner, { name: "web", status: "stopped" });
    const place = { accountId: owner.accountId, projectId: owner.project?.id ?? "", regionId: owner.project?.regionId ?? "" };
    await db().vault.create({ data: { ...place, id: randomUUID(), kind: "cbr", name: "safe", capacityGb: 1000 } });
    const { region, project } = await console.signIn(account.name, PASSWORD);
    const at = (path: string) => page.goto(`/r/${region}/p/${project}${path}`);
    const note = (...items: string[]) =>
      expect
        .poll(async () => {
          const text = (await page.getByText(say("pricing.note"), { exact: true }).locator("xpath=..").allInnerTexts()).join(" ");
          return items.filter((item) => !text.includes(say(`pricing.items.${item}`)));
        })
        .toEqual([]);

    await console.createBucket(`costs-${randomUUID().slice(0, 8)}`);
    await note("bucketSpace");
    await at(`/servers/create?image=${paidId}`);
    await note("disks", "paidSystem");
    await at("/volumes");
    await console.button("volumes.create").first().click();
    await note("disks");
    await at(`/images/private/create/from?route=wholeFromServer&source=${serverId}`);
    await note("cbrBackup");
    await expectAccessible(page);
    await at("/images/private");
    await choose(console, "golden", "exchange.actions.export");
    await note("bucketSpace");
    await page.keyboard.press("Escape");
    await choose(console, "golden", "exchange.actions.copy");
    await page.getByRole("radio", { name: say("exchange.copy.across") }).check({ force: true });
    await page.getByRole("dialog").getByLabel(say("exchange.copy.region"), { exact: true }).selectOption("cn-south-1");
    await note("replication");
  });

  test("leads from what costs to the prices of each service (FEE-14)", async ({ page, console, tenant }) => {
    const { say } = console;
    const { region, project } = await console.signIn(tenant.name, tenant.password);
    for (const service of ["obs", "csbs", "cbr", "evs"]) {
      await page.goto(`/r/${region}/p/${project}/help/costs`);
      const name = `${say("shell.pages.costs")} · ${say(`help.costs.services.${service}`)}`;
      await page.getByRole("main").getByRole("link", { name }).click();
      await page.waitForURL(`/r/${region}/p/${project}/costs#${service}`);
      await expect(page.locator(`#${service}`)).toBeVisible();
    }
  });

  test("opens every page of the console for who runs the platform (ACC-01)", async ({ page, console, database: _ }) => {
    test.setTimeout(120_000);
    const account = await aTenant({ operator: true });
    const { say } = console;
    await console.signIn(account.name, PASSWORD);
    const navigation = page.getByRole("navigation", { name: say("shell.mainNavigation") });
    for (const item of Object.keys(NAV_PATHS)) {
      await navigation.getByRole("link", { name: say(`shell.pages.${item}`), exact: true }).click();
      await page.waitForURL(new RegExp(`${NAV_PATHS[item as keyof typeof NAV_PATHS]}(\\?|$)`)); // a key of that very object
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("main").getByRole("alert")).toHaveCount(0);
    }
  });
});
