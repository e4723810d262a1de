import { SIGN_IN_ATTEMPTS_MAX } from "@/lib/iam/constraints";
import { expect, expectAccessible, inEveryLanguage, test } from "./fixtures";

inEveryLanguage(() => {
  test("signs in to the overview and out again, after which the session is worth nothing (ACC-04)", async ({
    page,
    context,
    console,
    tenant,
  }) => {
    const { say } = console;
    await console.signIn(tenant.name, tenant.password);
    const inside = page.url();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
    const cookies = await context.cookies();

    await page.getByRole("button", { name: say("shell.userMenu", { name: tenant.name }) }).click();
    await page.getByRole("menuitem", { name: say("shell.signOut") }).click();
    await expect(page.getByRole("button", { name: say("session.submit") })).toBeVisible();
    await context.addCookies(cookies); // as somebody would who copied them before
    await page.goto(inside);
    await expect(page.getByRole("button", { name: say("session.submit") })).toBeVisible();
  });

  test("leads a visitor to the sign-in page and afterwards to where they wanted to go (ACC-04)", async ({ page, console, tenant }) => {
    const place = await console.signIn(tenant.name, tenant.password);
    const wanted = `/r/${place.region}/p/${place.project}/images/private?q=web`;
    await page.context().clearCookies();
    await page.goto(wanted);
    await expectAccessible(page);
    await console.fillSignIn(tenant.name, tenant.password);
    await page.waitForURL(wanted);
  });

  test("says the same of a wrong password and an unknown account, and keeps what was typed", async ({ page, console, tenant }) => {
    const { say } = console;
    await page.goto("/");
    for (const account of [tenant.name, `no-${tenant.name}`]) {
      await console.fillSignIn(account, "Wrong-pass-1234");
      await expect(page.getByRole("main").getByRole("alert")).toContainText(say("session.failures.unauthenticated.title"));
      await expect(page.getByLabel(say("session.account"), { exact: true })).toHaveValue(account);
    }
    await expectAccessible(page);
  });

  test("locks a user after five wrong passwords and says so only to who knows the right one", async ({ page, console, tenant }) => {
    const { say } = console;
    await page.goto("/");
    for (let attempt = 0; attempt <= SIGN_IN_ATTEMPTS_MAX; attempt++) {
      await console.fillSignIn(tenant.name, `Wrong-pass-${attempt}`);
      await expect(page.getByRole("main").getByRole("alert")).toContainText(say("session.failures.unauthenticated.title"));
    }
    await console.fillSignIn(tenant.name, tenant.password);
    await expect(page.getByRole("main").getByRole("alert")).toContainText(say("session.failures.accountLocked.title"));
  });
});
