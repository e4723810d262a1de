import { LANGUAGES, type Language } from "../pages/words";

export const THEMES = ["light", "dark"] as const;
export const WIDTHS = [1440, 390] as const;

/** Where whoever looks at a screen is. The console knows it: a screen is not fetched again to show its times in another zone. */
export const TIME_ZONE = "Asia/Shanghai";

/** One of the eight ways a screen is looked at. */
export interface Variant {
  readonly language: Language;
  readonly theme: (typeof THEMES)[number];
  /** Unit: CSS pixels. */
  readonly width: number;
}

export const VARIANTS: readonly Variant[] = WIDTHS.flatMap((width) =>
  LANGUAGES.flatMap((language) => THEMES.map((theme) => ({ language, theme, width }))),
);

export function viewportOf({ width }: Pick<Variant, "width">): { width: number; height: number } {
  return { width, height: width < 640 ? 844 : 900 };
}
