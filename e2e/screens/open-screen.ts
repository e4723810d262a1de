import { readFileSync } from "node:fs";
import path from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { THEME_COOKIE } from "@/components/shell/preferences";
import { LOCALE_COOKIE, TIME_ZONE_COOKIE } from "@/lib/platform/i18n/locale";
import { projectOf } from "@/lib/testing/factories";
import { signedIn } from "@/lib/testing/sessions";
import { atRest } from "../pages/at-rest";
import { Console } from "../pages/console";
import { DATA_DIR } from "../pages/environment";
import type { Screen } from "./screen";
import { TIME_ZONE, type Variant } from "./variants";
import type { World } from "./world";

/** Opens a screen as its viewer would see it in this variant, and waits until it is at rest. */
export async function openScreen(page: Page, screen: Screen, variant: Variant, world: World): Promise<void> {
  const { viewer = "owner", path: where } = screen;
  await becomeViewer(page.context(), screen, variant, world);
  const tail = typeof where === "string" ? where : where(world);
  if (screen.absolute === true || viewer === "visitor") await page.goto(tail);
  else {
    const { id, regionId } = projectOf(world.viewers[viewer]);
    await page.goto(`/r/${regionId}/p/${id}${tail}`);
  }
  await settle(page, screen);
  await screen.prepare?.({ page, console: new Console(page, variant.language) });
  await settle(page, screen);
}

async function becomeViewer(context: BrowserContext, { viewer = "owner" }: Screen, variant: Variant, world: World): Promise<void> {
  const url = context.pages()[0]?.url() ?? "";
  const origin = /^https?:/.test(url) ? new URL(url).origin : `http://127.0.0.1:${process.env.PORT ?? "3000"}`;
  const session = viewer === "visitor" ? [] : [await sessionCookie(world, viewer)];
  const wishes = { [LOCALE_COOKIE]: variant.language, [THEME_COOKIE]: variant.theme, [TIME_ZONE_COOKIE]: TIME_ZONE };
  await context.clearCookies();
  await context.addCookies([...session, ...Object.entries(wishes)].map(([name = "", value = ""]) => ({ name, value, url: origin })));
}

async function sessionCookie(world: World, viewer: keyof World["viewers"]): Promise<string[]> {
  process.env.NEXTAUTH_SECRET ??= readFileSync(path.join(DATA_DIR, "session-secret"), "utf8").trim();
  const { cookie } = await signedIn(world.viewers[viewer]);
  const at = cookie.indexOf("=");
  return [cookie.slice(0, at), cookie.slice(at + 1)];
}

/** Nothing loads, nothing is half-way in, nothing moves that will stand still. */
async function settle(page: Page, { restless = false }: Screen): Promise<void> {
  await page.waitForLoadState("load");
  await page.locator("main").first().waitFor();
  if (!restless) await page.waitForFunction(() => document.querySelector("main [aria-busy=true]") === null);
  await page.waitForFunction(() => document.fonts.status === "loaded");
  await atRest(page);
}
