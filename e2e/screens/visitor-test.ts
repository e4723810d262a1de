import { expect, type Page } from "@playwright/test";
import { TIME_ZONE, type Variant, viewportOf } from "./variants";
import { test as base } from "./world-test";

interface Round {
  /** How screens are looked at; what visits them in a row keeps to one. */
  readonly variant: Variant;
}

interface Visitors {
  readonly pages: Map<string, Page>;
}

/**
 * The tests' `test` in which all screens of a variant are seen by one visitor on one page: the browser compiles the console's code once, not
 * for every screen.
 */
export const test = base.extend<Round, Visitors>({
  variant: [{ language: "zh-CN", theme: "light", width: 1440 }, { option: true }],

  pages: [
    async ({ world: _ }, use) => {
      const pages = new Map<string, Page>();
      await use(pages);
      for (const page of pages.values()) await page.context().close();
    },
    { scope: "worker" },
  ],

  page: async ({ browser, pages, variant, baseURL }, use) => {
    const { language, theme } = variant;
    const key = Object.values(variant).join();
    const page =
      pages.get(key) ??
      (await browser.newPage({
        ...{ locale: language, timezoneId: TIME_ZONE, colorScheme: theme, viewport: viewportOf(variant), reducedMotion: "reduce" },
        ...(baseURL === undefined ? {} : { baseURL }),
      }));
    pages.set(key, page);
    await use(page);
    await leaveNothing(page);
  },
});

/** The next screen finds the page as if nobody had been there. */
async function leaveNothing(page: Page): Promise<void> {
  await page.removeAllListeners("console", { behavior: "ignoreErrors" });
  await page.removeAllListeners("pageerror", { behavior: "ignoreErrors" });
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page
    .evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    })
    .catch(() => undefined); // a page that shows a file has none
  // What it still did must not reach the next one. An address of another origin would end the process that has the code compiled. A page that
  // goes elsewhere by itself just then ends our going: it does so once.
  await expect(() => page.goto("/healthz")).toPass({ timeout: 10_000 });
}
