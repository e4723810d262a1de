import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const focusIsIn = (page: Page, selector: string) => page.evaluate((within) => document.activeElement?.closest(within) !== null, selector);

test.describe("by keyboard alone", () => {
  test.use({ language: "en" });

  test.beforeEach(async ({ console, tenant }) => {
    await console.signIn(tenant.name, tenant.password);
  });

  test("the first stop of a page leads past the navigation to the content", async ({ page, console }) => {
    await page.reload();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: console.say("shell.skipToContent") })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.locator("main")).toBeFocused();
  });

  test("the palette opens by Ctrl-K, goes to a page by arrows and Enter, and gives focus back on Escape", async ({ page, console }) => {
    const { say } = console;
    await console.go("privateImages");
    const search = page.getByRole("searchbox");
    await search.focus();
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: say("shell.palette") });
    await expect(palette.getByRole("combobox")).toBeFocused();
    await expect(palette.getByRole("option", { name: say("images.create") })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(palette).toBeHidden();
    await expect(search).toBeFocused();

    await page.keyboard.press("Control+k");
    await page.keyboard.type(say("shell.pages.jobs"));
    await expect(palette.getByRole("option", { name: say("shell.pages.jobs") })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(say("shell.pages.jobs"));
  });

  test("a dialog starts in its first field, keeps focus inside and gives it back to the button that opened it", async ({
    page,
    console,
  }) => {
    await console.go("buckets");
    const open = console.button("objects.createBucket").first();
    await open.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByLabel(console.say("objects.bucketName"))).toBeFocused();
    for (const key of ["Tab", "Tab", "Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab"]) {
      await page.keyboard.press(key);
      expect(await focusIsIn(page, "[role=dialog]")).toBe(true);
    }
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(open).toBeFocused();
  });

  test("a menu opens, walks by arrows and closes on its button again", async ({ page, console }) => {
    const trigger = page.getByRole("button", { name: console.say("shell.language") });
    await trigger.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("End");
    await expect(page.getByRole("menuitem", { name: "English" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(trigger).toBeFocused();
  });

  test("a form with mistakes leads to a list of them, and each entry to its field", async ({ page, console }) => {
    await console.go("privateImages");
    await console
      .button("images.wizard.next")
      .or(page.getByRole("link", { name: console.say("images.create") }))
      .first()
      .press("Enter");
    await page.getByRole("heading", { level: 1, name: console.say("images.wizard.title") }).waitFor();
    const next = console.button("images.wizard.next");
    await next.focus();
    await page.keyboard.press("Enter");
    await expect(page.locator(":focus")).toContainText(console.say("images.problems.sourceRequired"));
  });
});
