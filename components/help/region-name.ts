import { useLocale } from "next-intl";

interface NamedRegion {
  readonly nameZh: string;
  readonly nameEn: string;
}

/** The name of a region in the reader's language. */
export function useRegionName(): (region: NamedRegion) => string {
  const locale = useLocale();
  return ({ nameZh, nameEn }) => (locale === "en" ? nameEn : nameZh);
}
