import { expect, expectAccessible } from "./fixtures";
import { openScreen } from "./screens/open-screen";
import { SCREENS } from "./screens/screens";
import type { Variant } from "./screens/variants";
import { test } from "./screens/visitor-test";

/** Both languages, both themes, a desk and the narrowest that WCAG 2.2 (1.4.10) asks for, in two rounds. */
const ROUNDS: readonly Variant[] = [
  { language: "zh-CN", theme: "light", width: 1440 },
  { language: "en", theme: "dark", width: 320 },
];

// What is recorded of a page for the case that it fails costs as much as the looking.
test.use({ trace: "off" });

for (const variant of ROUNDS) {
  const { language, theme, width } = variant;
  test.describe(`${language}, ${theme}, ${width} px`, () => {
    test.use({ language, variant });

    for (const screen of SCREENS.filter(({ picturesOnly }) => picturesOnly !== true)) {
      test(`${screen.name} is accessible, keeps within the page and says everything in its language`, async ({ page, world }) => {
        await openScreen(page, screen, variant, world);
        await expect(page).toHaveTitle(/\S/); // it is streamed behind the page
        await expectAccessible(page);
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        expect(await page.evaluate(overTheEdge), "what makes the page scroll sideways").toEqual([]);
        // biome-ignore lint/performance/useDomNodeTextContent: what is seen counts, not what stands in scripts
        const said = await page.evaluate(() => document.body.innerText);
        expect(said.match(/\bundefined\b|\bNaN\b|\[object |MISSING_MESSAGE|\{\w+\}/g)).toBeNull();
      });
    }
  });
}

/** Where the page is wider than the window: what stands over its edge, runs in the browser. */
function overTheEdge(): string[] {
  if (document.documentElement.scrollWidth <= window.innerWidth) return [];
  const over = [...document.body.querySelectorAll("*")].filter(
    (element) => element.getBoundingClientRect().right > window.innerWidth + 0.5,
  );
  const scrolls = (element: Element | null): boolean =>
    element !== null && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
  return over.filter((element) => !scrolls(element.parentElement)).map((element) => `${element.tagName} ${element.getAttribute("class")}`);
}
