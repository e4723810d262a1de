import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test as base, expect, type Page } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";
import { hashPassword } from "@/lib/iam/password";
import { anAccount } from "@/lib/testing/factories";
import { atRest } from "./pages/at-rest";
import { Console } from "./pages/console";
import { openDatabase } from "./pages/database";
import { LANGUAGES, type Language } from "./pages/words";

/** An account that only this test knows. Its owner has the account's name. */
export interface Tenant {
  readonly name: string;
  readonly password: string;
}

interface Fixtures {
  /** Language of the browser, and so of the console. */
  readonly language: Language;
  readonly console: Console;
  readonly tenant: Tenant;
  readonly noScriptErrors: undefined;
}

/**
 * Playwright's `test` for this console: `test.use({ language: "en" })` chooses the language, `console` drives the page in it, and
 * a test in which the browser's console printed an error fails.
 */
export const test = base.extend<Fixtures, { readonly database: undefined }>({
  language: ["zh-CN", { option: true }],

  locale: ({ language }, use) => use(language),

  console: ({ page, language }, use) => use(new Console(page, language)),

  database: [
    // Playwright names what a fixture needs by the pattern of this parameter.
    async ({ playwright: _ }, use) => {
      const close = await openDatabase();
      await use(undefined);
      await close();
    },
    { scope: "worker" },
  ],

  tenant: async ({ database: _ }, use) => {
    const password = "Right-pass-1234";
    const { name } = await anAccount({ ownerPasswordHash: await hashPassword(password) });
    await use({ name, password });
  },

  noScriptErrors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        // Chromium prints a refused request, which tests provoke, like an error of the program.
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) errors.push(message.text());
      });
      await use(undefined);
      expect(errors, "errors in the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});

/** The smaller of its two builds: every page compiles it anew. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 AA. What passes is not listed: that would take as long as the rules. */
const AXE_OPTIONS = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
  resultTypes: ["violations"],
} satisfies RunOptions;

/** Expects that axe finds nothing against WCAG 2.2 AA on the page as it stands, once it stands still. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(AXE);
  await atRest(page);
  expect(await page.evaluate(violations, AXE_OPTIONS)).toEqual([]);
}

/** Runs in the browser, where the source of axe has put it. */
async function violations(options: RunOptions): Promise<{ rule: string; at: string[] }[]> {
  const { axe } = window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
  const results = await axe.run(options);
  return results.violations.map(({ id, nodes }) => ({ rule: id, at: nodes.map((node) => node.target.join(" ")) }));
}

/** Declares the same tests once for every language of the console. */
export function inEveryLanguage(declare: (language: Language) => void): void {
  for (const language of LANGUAGES) {
    test.describe(language, () => {
      test.use({ language });
      declare(language);
    });
  }
}

export { expect };
