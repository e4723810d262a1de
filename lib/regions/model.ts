/** A region (区域): where a project's images, buckets and servers live. */
export interface Region {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Other spellings of its name, by which it is found too (AMB-40). */
  readonly aliases?: readonly string[];
  /** Heading under which the switcher lists it. */
  readonly geography: Geography;
  /** `dedicated`: open only to the accounts listed (REG-02). */
  readonly kind: "general" | "dedicated";
  readonly accounts?: readonly string[];
  readonly zones: readonly Zone[];
  /** Largest stored image copied from or to here across regions, where it is not 128; the lower of both ends counts (AMB-01). Unit: GB (GiB). */
  readonly copyMaxGb?: number;
  /** The same for single routes from here, by the region they lead to; the region itself: copies inside it. Unit: GB (GiB). */
  readonly copyMaxGbTo?: Readonly<Record<string, number>>;
  /** Largest full-server image copied from or to here, all its disks together, where it has a limit of its own (AMB-15). Unit: GB (GiB). */
  readonly copyMaxGbWhole?: number;
  /** Copies an account may run at once when one from, to or in this region begins, where it is not 4; the lower of both ends counts (AMB-02). */
  readonly copiesMax?: number;
}

export const GEOGRAPHIES = ["chineseMainland", "asiaPacific", "africa", "europe", "latinAmerica"] as const;
export type Geography = (typeof GEOGRAPHIES)[number];

/** An availability zone (可用区) of a region. */
export interface Zone {
  readonly id: string;
}

/** Cookie that picks the region shown first; the address decides everything else. */
export const LAST_REGION_COOKIE = "ims-region";
