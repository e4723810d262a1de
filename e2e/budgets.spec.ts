import { gzipSync } from "node:zlib";
import type { APIRequestContext } from "@playwright/test";
import { expect } from "./fixtures";
import { openScreen } from "./screens/open-screen";
import { SCREENS } from "./screens/screens";
import { test } from "./screens/world-test";

/** What a first visit may load before it can be used, compressed. Unit: KB (1000 bytes). Scripts for browsers without modules do not count: nobody here loads them. */
const BUDGETS_KB = {
  login: 220,
  overview: 230,
  "private-images": 220,
  "image-detail": 220,
  "register-source": 240,
  bucket: 240,
  "server-create": 240,
  jobs: 220,
  audit: 220,
} as const;
const CSS_KB = 25;

for (const [name, budget] of Object.entries(BUDGETS_KB)) {
  test(`${name} loads at most ${budget} KB of scripts and ${CSS_KB} KB of styles`, async ({ page, world }) => {
    const screen = SCREENS.find((each) => each.name === name);
    if (screen === undefined) throw new Error(`there is no screen ${name}`);
    await openScreen(page, screen, { language: "en", theme: "light", width: 1440 }, world);
    const html = await (await page.request.get(page.url())).text();
    const scripts = await sizeOf(page.request, html, /<script(?![^>]*nomodule)[^>]+src="([^"]+)"/gi);
    const styles = await sizeOf(
      page.request,
      html,
      /<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"|<link[^>]+href="([^"]+)"[^>]+rel="stylesheet"/g,
    );
    test.info().annotations.push({ type: "size", description: `${name}: scripts ${scripts} KB, styles ${styles} KB` });
    expect(scripts).toBeGreaterThan(0);
    expect(scripts).toBeLessThanOrEqual(budget);
    expect(styles).toBeGreaterThan(0);
    expect(styles).toBeLessThanOrEqual(CSS_KB);
  });
}

test("a list asks the service for no page before somebody opens it", async ({ page, world }) => {
  const ahead: string[] = [];
  page.on("request", (request) => {
    if (request.headers()["next-router-prefetch"] !== undefined) ahead.push(request.url());
  });
  const screen = SCREENS.find(({ name }) => name === "private-images");
  if (screen === undefined) throw new Error("there is no screen private-images");
  await openScreen(page, screen, { language: "en", theme: "light", width: 1440 }, world);
  await page.getByRole("row").last().getByRole("link").first().hover();
  await page.waitForLoadState("networkidle");
  expect(ahead).toEqual([]);
});

/** What the files that a page names take together on the wire. Unit: KB. */
async function sizeOf(request: APIRequestContext, html: string, pattern: RegExp): Promise<number> {
  const urls = new Set([...html.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? ""));
  const files = await Promise.all([...urls].map(async (url) => (await request.get(url)).body()));
  return Math.round(files.reduce((sum, file) => sum + gzipSync(file).length, 0) / 1000);
}
