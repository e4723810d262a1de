import type { Page } from "@playwright/test";

/** Waits until nothing moves that will stand still: what fades in has neither its colours nor its place yet. */
export async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((animation) => animation.effect?.getTiming().iterations === Number.POSITIVE_INFINITY || animation.playState !== "running"),
  );
}
