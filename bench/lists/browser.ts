import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { projectOf } from "@/lib/testing/factories";
import { signedIn } from "@/lib/testing/sessions";
import playwright from "../../playwright.config";
import { report } from "../report";
import { service } from "../running-service";
import { someImages, withManyImages } from "./many-images";

const RUNS = 5;
/** A slow machine measures slowly, and still measures. */
const PATIENCE_MS = 120_000;
/** A desktop of these two cores, and one a quarter as fast. Source: Lighthouse, CPU throttling of its mobile profile. */
const PROFILES = { "": 1, _slow: 4 } as const;

/** What a person waits for in Chromium: the largest paint of a first visit, and the slowest of the answers to what is typed and clicked. */
export async function measureBrowser(): Promise<void> {
  const { product, owner } = await service();
  const { id: projectId, regionId } = projectOf(owner);
  await withManyImages(owner);
  const [image = ""] = await someImages(owner, 1);
  const { cookie } = await signedIn(owner);
  const [name = "", value = ""] = cookie.split(/=(.*)/s);
  const browser = await chromium.launch(playwright.use?.launchOptions);
  const pages = {
    list: { path: "/images/private?size=100", act: useList },
    detail: { path: `/images/private/${image}`, act: useDetail },
  };
  try {
    for (const [page, { path, act }] of Object.entries(pages))
      for (const [profile, slowdown] of Object.entries(PROFILES)) {
        const figures: Figures[] = [];
        for (let run = 0; run < RUNS; run++) {
          const context = await visitor(browser, { name, value, url: product.origin });
          figures.push(await measureVisit(context, `${product.origin}/r/${regionId}/p/${projectId}${path}`, act, slowdown));
          await context.close();
        }
        report(`browser_${page}${profile}_lcp_p75`, p75(figures.map(({ lcp }) => lcp)), "ms");
        report(`browser_${page}${profile}_inp_p75`, p75(figures.map(({ inp }) => inp)), "ms");
      }
  } finally {
    await browser.close();
  }
}

async function visitor(browser: Browser, cookie: { name: string; value: string; url: string }): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en", reducedMotion: "reduce" });
  await context.addCookies([cookie]);
  await context.addInitScript(watch);
  return context;
}

/** Both in ms, as the browser's own clock has them. */
interface Figures {
  readonly lcp: number;
  /** Of few interactions the slowest, as the definition of INP says. */
  readonly inp: number;
}

async function measureVisit(context: BrowserContext, url: string, act: (page: Page) => Promise<void>, slowdown: number): Promise<Figures> {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.goto(url, { waitUntil: "networkidle" });
  const lcp = await page.evaluate(() => window.measured.lcp);
  await act(page);
  // Entries of events come a frame later, and late.
  await page.waitForTimeout(300);
  const inp = await page.evaluate(() => Math.max(0, ...window.measured.interactions.values()));
  return { lcp, inp };
}

declare global {
  interface Window {
    measured: { lcp: number; readonly interactions: Map<number, number> };
  }
}

/** Runs in the page before anything else. */
function watch(): void {
  window.measured = { lcp: 0, interactions: new Map() };
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) window.measured.lcp = startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { interactionId = 0, duration } = entry as PerformanceEntry & { interactionId?: number }; // of an event, which the library does not know yet
      if (interactionId > 0)
        window.measured.interactions.set(interactionId, Math.max(duration, window.measured.interactions.get(interactionId) ?? 0));
    }
  }).observe({ type: "event", buffered: true, durationThreshold: 16 } as PerformanceObserverInit); // the type has no threshold yet
}

/** Choose a row and all of them, open a menu and close it, search and clear. */
async function useList(page: Page): Promise<void> {
  const main = page.getByRole("main");
  await main.getByRole("checkbox").nth(3).click();
  await answered(page);
  await main.getByRole("checkbox").first().click();
  await answered(page);
  await main.getByRole("checkbox").first().click();
  await answered(page);
  await main
    .getByRole("button", { name: /^More actions for/ })
    .first()
    .click();
  await page.getByRole("menu").waitFor();
  await page.keyboard.press("Escape");
  const search = main.getByRole("searchbox");
  await search.click();
  await search.pressSequentially("bench/77", { delay: 60 });
  await page.waitForURL(/q=/);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.waitForURL((url) => !url.search.includes("q="));
  await page.waitForLoadState("networkidle");
}

/** Waits until the last answer is painted: to look for the next element takes the page's own time, as no person does. */
async function answered(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
}

/** Look at other tabs, open a form and type in it. */
async function useDetail(page: Page): Promise<void> {
  for (const tab of [2, 0]) {
    const link = page.getByRole("main").getByRole("navigation").last().getByRole("link").nth(tab);
    const path = await link.getAttribute("href");
    await link.click();
    await page.waitForURL(`**${path}`);
    await page.waitForLoadState("networkidle");
  }
  await page.getByRole("main").getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Modify" }).click();
  const name = page.getByRole("dialog").getByRole("textbox").first();
  await name.click();
  await name.pressSequentially("-renamed", { delay: 60 });
  await page.keyboard.press("Escape");
}

function p75(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.75) - 1] ?? 0;
}
