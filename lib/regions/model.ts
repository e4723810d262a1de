/** A region (区域): where a project's images, buckets and servers live. */
export interface Region {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Heading under which the switcher lists it. */
  readonly geography: Geography;
  /** `dedicated`: open only to the accounts listed (REG-02). */
  readonly kind: "general" | "dedicated";
  readonly accounts?: readonly string[];
  readonly zones: readonly Zone[];
}

export const GEOGRAPHIES = ["chineseMainland", "asiaPacific", "africa", "europe", "latinAmerica"] as const;
export type Geography = (typeof GEOGRAPHIES)[number];

/** An availability zone (可用区) of a region. */
export interface Zone {
  readonly id: string;
}

/** Cookie that picks the region shown first; the address decides everything else. */
export const LAST_REGION_COOKIE = "ims-region";
