import type { BrowserContext } from "@playwright/test";
import { type Variant, viewportOf } from "./variants";
import { test as base } from "./world-test";

interface Round {
  /** How screens are looked at; what visits them in a row keeps to one. */
  readonly variant: Variant;
}

interface Visitors {
  readonly contexts: Map<string, BrowserContext>;
}

/** The tests' `test` in which all screens of a variant are seen by one visitor: the browser compiles the console's code once, not for every screen. */
export const test = base.extend<Round, Visitors>({
  variant: [{ language: "zh-CN", theme: "light", width: 1440 }, { option: true }],

  contexts: [
    async ({ world: _ }, use) => {
      const contexts = new Map<string, BrowserContext>();
      await use(contexts);
      for (const context of contexts.values()) await context.close();
    },
    { scope: "worker" },
  ],

  page: async ({ browser, contexts, variant, baseURL, timezoneId }, use) => {
    const { language, theme } = variant;
    const key = Object.values(variant).join();
    const context =
      contexts.get(key) ??
      (await browser.newContext({
        ...{ locale: language, colorScheme: theme, viewport: viewportOf(variant), reducedMotion: "reduce" },
        ...(baseURL === undefined ? {} : { baseURL }),
        ...(timezoneId === undefined ? {} : { timezoneId }),
      }));
    contexts.set(key, context);
    const page = await context.newPage();
    await use(page);
    await page.evaluate(() => localStorage.clear()).catch(() => undefined); // a page that shows a file has none
    await page.close();
  },
});
