import { readFile } from "node:fs/promises";
import type { Browser, CDPSession } from "@playwright/test";

/** How often memory is looked at. Unit: ms. */
const LOOK_MS = 250;

/** What all processes of a browser hold in memory. Unit: bytes. */
export class MemoryOfBrowser {
  private constructor(private readonly session: CDPSession) {}

  static async of(browser: Browser): Promise<MemoryOfBrowser> {
    return new MemoryOfBrowser(await browser.newBrowserCDPSession());
  }

  async now(): Promise<number> {
    const { processInfo } = await this.session.send("SystemInfo.getProcessInfo");
    const sizes = await Promise.all(processInfo.map(({ id }) => residentBytes(id)));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** The most seen until the work ends; its failure is the caller's. */
  async peakUntil(work: () => Promise<unknown>): Promise<number> {
    let ended = false;
    const end = work().finally(() => {
      ended = true;
    });
    end.catch(() => undefined); // awaited below
    let peak = 0;
    while (!ended) {
      peak = Math.max(peak, await this.now());
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    await end;
    return peak;
  }
}

/** Memory of its own: pages that several processes share are counted in none of them. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => ""); // it may have ended meanwhile
  return Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}
