import { randomBytes, randomUUID } from "node:crypto";
import { hashPassword } from "@/lib/iam/password";
import { db } from "@/lib/platform/db/client";
import { actorOfUser } from "@/lib/platform/operation/load-actor";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { tokenHeaders } from "@/lib/testing/sessions";
import { expect, expectAccessible, inEveryLanguage, test } from "./fixtures";
import { Console } from "./pages/console";

const PASSWORD = "Right-pass-1234";

const dialog = (console: Console) => console.page.getByRole("dialog");
const submit = (console: Console, label: string) => dialog(console).getByRole("button", { name: console.say(label), exact: true });
const tab = (console: Console, name: string) =>
  console.page.getByRole("navigation", { name: console.say("iam.title") }).getByRole("link", { name: console.say(`iam.tabs.${name}`) });

inEveryLanguage((language) => {
  test("writes a policy, names the line that is wrong, grants it, and its user may delete tagged images only (IAM-06, IAM-02, SEC-10)", async ({
    page,
    console,
    browser,
    database: _,
  }) => {
    test.setTimeout(90_000);
    const { say } = console;
    const account = await anAccount({ ownerPasswordHash: await hashPassword(PASSWORD) });
    const { owner } = account;
    const suffix = randomBytes(3).toString("hex");
    await anImage(owner, { status: "active", name: `throwaway-${suffix}`, tags: ["env=test"] });
    const precious = await anImage(owner, { status: "active", name: `precious-${suffix}`, tags: ["env=production"] });
    await console.signIn(account.name, PASSWORD);
    await console.go("users");
    await console.button("iam.users.create").click();
    await page.getByLabel(say("iam.users.name"), { exact: true }).fill("cleaner");
    await page.getByLabel(say("iam.users.password"), { exact: true }).fill(PASSWORD);
    await submit(console, "iam.users.create").click();
    await expect(console.row("cleaner")).toContainText(say("iam.users.none"));

    await tab(console, "policies").click();
    await page
      .getByRole("link", { name: say("iam.policies.create") })
      .first()
      .click();
    await page.getByLabel(say("iam.policies.name"), { exact: true }).fill("clean-up");
    await page.getByRole("checkbox", { name: "ims:quotas:get" }).check();
    await page.getByRole("button", { name: say("iam.policies.addStatement") }).click();
    const second = page.getByRole("group", { name: say("iam.policies.statement", { number: "2" }) });
    await second.getByRole("radio", { name: say("iam.policies.Allow") }).check();
    await second.getByLabel(say("iam.policies.tagKey"), { exact: true }).fill("env");
    await second.getByLabel(say("iam.policies.tagValue"), { exact: true }).fill("test");
    await page.evaluate(() => window.scrollTo(0, 0)); // what the sticky header half covers would count as too small to hit
    await expectAccessible(page);
    await page.getByText(say("iam.policies.json"), { exact: true }).click();
    const editor = page.getByLabel(say("iam.policies.jsonHint"));
    const written = await editor.inputValue();
    expect(JSON.parse(written).Statement[1]).toEqual({
      Effect: "Allow",
      Action: ["ims:images:delete"],
      Condition: { StringEquals: { "g:ResourceTag/env": ["test"] } },
    });
    const line = written.split("\n").findIndex((text) => text.includes("ims:images:delete")) + 1;
    await editor.fill(written.replace("ims:images:delete", "ims:images:erase"));
    const wrong = say("iam.problems.actionUnknown", { value: "ims:images:erase" });
    await expect(page.getByText(say("iam.problems.line", { line: String(line), what: wrong }))).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: say("iam.policies.save") }).click();
    expect(await db().policy.count({ where: { accountId: owner.accountId } })).toBe(0);
    await editor.fill(written);
    await page.getByRole("button", { name: say("iam.policies.save") }).click();
    await expect(console.row("clean-up")).toContainText(say("iam.policies.notGranted"));

    await tab(console, "groups").click();
    await console.button("iam.groups.create").first().click();
    await page.getByLabel(say("iam.groups.name"), { exact: true }).fill("cleaners");
    await submit(console, "iam.groups.create").click();
    await console.button("iam.groups.addMember").click();
    await submit(console, "iam.groups.addMember").click();
    await expect(page.getByRole("region", { name: say("iam.groups.members") })).toContainText("cleaner");
    await console.button("iam.groups.grant").click();
    await page.getByLabel(say("iam.groups.permission"), { exact: true }).selectOption({ label: "clean-up" });
    await submit(console, "iam.groups.grant").click();
    await expect(page.getByRole("region", { name: say("iam.groups.grants") })).toContainText("clean-up");
    await expectAccessible(page);

    const context = await browser.newContext({ locale: language });
    const cleaner = new Console(await context.newPage(), language);
    await cleaner.page.goto("/");
    await cleaner.fillSignIn(account.name, PASSWORD, "cleaner");
    await cleaner.page.waitForURL(/\/r\/[^/]+\/p\/[^/]+/);
    await expect(cleaner.page.getByRole("link", { name: say("shell.pages.users") })).toHaveCount(0);
    await cleaner.go("privateImages");
    for (const [name, allowed] of [
      [`precious-${suffix}`, false],
      [`throwaway-${suffix}`, true],
    ] as const) {
      await cleaner
        .row(name)
        .getByRole("button", { name: say("common.moreFor", { name }) })
        .click();
      const item = cleaner.page.getByRole("menuitem", { name: new RegExp(`^${say("images.actions.delete")}`) });
      if (allowed) {
        await item.click();
        await dialog(cleaner)
          .getByRole("button", { name: say("images.actions.delete"), exact: true })
          .click();
        await expect(cleaner.row(name)).toHaveCount(0);
      } else {
        await expect(item).toContainText(say("ui.refusedAction", { action: "ims:images:delete" }));
        await expect(item).toHaveAttribute("aria-disabled", "true");
        await item.click({ force: true }); // a disabled one waits for nobody
        await expect(dialog(cleaner)).toHaveCount(0);
        await cleaner.page.keyboard.press("Escape");
      }
    }
    expect(await db().image.count({ where: { accountId: owner.accountId, name: `precious-${suffix}`, status: "active" } })).toBe(1);
    await context.close();

    const { id: userId } = await db().user.findFirstOrThrow({ where: { accountId: owner.accountId, name: "cleaner" } });
    const { regionId } = projectOf(owner);
    const headers = await tokenHeaders(await actorOfUser(userId, { regionId }, { requestId: randomUUID(), via: "openstack" }));
    expect((await page.request.delete(`/v2/images/${precious.id}`, { headers })).status()).toBe(403);
    await console.go("audit");
    await expect(console.row("deleteImage").filter({ hasText: say("audit.outcomes.refused") })).toContainText(
      `${say("audit.missing")} ims:images:delete`,
    );
    await expectAccessible(page);

    await console.go("users");
    await tab(console, "policies").click();
    await console
      .row("clean-up")
      .getByRole("button", { name: say("iam.policies.delete") })
      .click();
    await expect(dialog(console)).toContainText("cleaners");
    await submit(console, "iam.policies.delete").click();
    await expect(dialog(console)).toHaveCount(0); // while it is open, no row is there for a reader
    await expect(console.row("clean-up")).toHaveCount(0);
    const traces = await db().auditTrace.findMany({ where: { accountId: owner.accountId, resourceType: "policy", outcome: "done" } });
    expect(traces.map(({ trace }) => trace).sort()).toEqual(["createPolicy", "deletePolicy"]);
  });

  test("leads a user to the one region it was granted, and lets it work in no other (IAM-04)", async ({ page, console, database: _ }) => {
    const { say } = console;
    const account = await anAccount();
    const actor = await account.userWith("IMS ReadOnlyAccess", { regionId: "cn-south-1" });
    await db().user.update({ where: { id: actor.userId }, data: { passwordHash: await hashPassword(PASSWORD) } });
    await anImage(await account.ownerIn("cn-south-1"), { status: "active", name: "southern" });
    await anImage(account.owner, { status: "active", name: "northern" });
    await page.goto("/");
    await console.fillSignIn(account.name, PASSWORD, actor.userName);
    await page.waitForURL(new RegExp(`/r/cn-south-1/p/${projectOf(actor).id}/`));
    await console.go("privateImages");
    await expect(console.row("southern")).toBeVisible();
    const { region, project } = { region: "cn-north-4", project: projectOf(account.owner).id };
    await page.goto(`/r/${region}/p/${project}/images/private`);
    await expect(page.getByRole("main").first()).toContainText(say("errors.projectNotAuthorised.title"));
    await expect(page.getByRole("main").first()).not.toContainText("northern");
    const listOf = async (at: string, id: string) => page.request.get(`/api/console/r/${at}/p/${id}/images?type=private`);
    expect((await listOf(region, project)).status()).toBe(403);
    expect((await (await listOf("cn-south-1", projectOf(actor).id)).json()).items).toMatchObject([{ name: "southern" }]);
  });
});
