import { accessSync, constants } from "node:fs";
import path from "node:path";
import { defineConfig } from "@playwright/test";

/**
 * The system's Chromium where there is one: Playwright's own cannot be downloaded everywhere. Like Playwright's own, first the one without
 * windows: it draws the same pages and no tabs, menus and toolbars around them.
 */
const chromium = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
  .map(onPath)
  .find((file) => file !== undefined);

function onPath(command: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(":")
    .map((folder) => path.join(folder, command))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

const SCREENS = "accessibility.spec.ts";

/** `npm test` starts the product these tests run against, and says in the environment where it is. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // One browser beside the product, its worker and its database is what two cores carry; a second makes nothing faster.
  workers: 1,
  projects: [
    { name: "flows", testIgnore: SCREENS },
    { name: "screens", testMatch: SCREENS },
  ],
  forbidOnly: true,
  // A browser, a product and its worker on a busy machine can be late; what passes at its second try is named at the end of the run.
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: `http://127.0.0.1:${process.env.PORT ?? "3000"}`,
    timezoneId: "Asia/Kathmandu",
    // What is recorded of a page for the case that it fails costs as much as the test: where there is a second try, that one is enough.
    trace: process.env.CI ? "on-first-retry" : "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium,
      chromiumSandbox: false, // it cannot be had by root nor in most containers
      args: ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
});
