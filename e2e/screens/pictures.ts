import path from "node:path";
import { openScreen } from "./open-screen";
import type { Screen } from "./screen";
import { SCREENS } from "./screens";
import { VARIANTS, type Variant, viewportOf } from "./variants";
import { test } from "./world-test";

const FOLDER = path.join(import.meta.dirname, "../../screenshots");
const DOCS = path.join(import.meta.dirname, "../../docs/screenshots");
/** Words of `npm run screenshots -- word …`: some name a variant (`390`, `en`, `dark`), the others are looked for in screens' names. */
const WORDS = (process.env.IMS_SCREENS ?? "").split(" ").filter((word) => word !== "");
const isWanted = (name: string, words: readonly string[]) => words.length === 0 || words.some((word) => name.includes(word));
const labelOf = ({ width, language, theme }: Variant) => `${width}.${language}.${theme}`;
const VARIANT_WORDS = new Set(VARIANTS.flatMap((variant) => [...labelOf(variant).split("."), labelOf(variant)]));
const [VARIANTS_WANTED, SCREENS_WANTED] = [
  WORDS.filter((word) => VARIANT_WORDS.has(word)),
  WORDS.filter((word) => !VARIANT_WORDS.has(word)),
];

const KEEP = process.env.IMS_KEEP === "1";

/** Renews a picture of the documents: 256 colours are all a console has. */
async function keep(picture: Buffer, name: string): Promise<void> {
  const { default: sharp } = await import("sharp"); // comes with Next
  await sharp(picture).png({ palette: true, effort: 10 }).toFile(path.join(DOCS, name));
}

for (const variant of VARIANTS.filter((each) => VARIANTS_WANTED.every((word) => labelOf(each).includes(word)))) {
  const { language, theme, width } = variant;
  test.describe(`${width} ${language} ${theme}`, () => {
    test.use({ viewport: viewportOf(variant), locale: language, colorScheme: theme, contextOptions: { reducedMotion: "reduce" } });

    const isKept = ({ kept }: Screen) => width === 1440 && kept?.includes(`${language}.${theme}`) === true;
    for (const screen of SCREENS.filter((each) => isWanted(each.name, SCREENS_WANTED) && (!KEEP || isKept(each)))) {
      test(screen.name, async ({ page, world }) => {
        await openScreen(page, screen, variant, world);
        // The bell and other lists of the frame come a little later; those that follow something unfinished never stop asking.
        await page.waitForLoadState("networkidle", { timeout: 2_000 }).catch(() => undefined);
        await page.screenshot({ path: path.join(FOLDER, screen.name, `${labelOf(variant)}.png`), fullPage: true, animations: "disabled" });
        if (KEEP) await keep(await page.screenshot({ animations: "disabled" }), `${screen.name}.${language}.${theme}.png`);
      });
    }
  });
}
