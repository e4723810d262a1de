import { GIB } from "@/lib/disk/model";

/** Services that charge beside the image service, in the order of the price page (FEE-14). */
export const PRICED_SERVICES = ["evs", "obs", "csbs", "cbr", "image"] as const;
export type PricedService = (typeof PRICED_SERVICES)[number];

/** Unit prices of a region (FEE-16). Unit: millionths of a yuan, so that sums stay whole. Left out: the operator has set none. */
export interface PriceList {
  /** Disk space, by GB and hour. */
  readonly evsGbHour?: number;
  /** Bucket space, by GB and month. */
  readonly obsGbMonth?: number;
  /** Traffic to a bucket of another region, by GB. */
  readonly obsReplicationGb?: number;
  readonly csbsGbMonth?: number;
  readonly csbsReplicationGb?: number;
  readonly cbrGbMonth?: number;
  readonly cbrReplicationGb?: number;
  /** A server with a public image that carries a licence, by hour (PUB-07). */
  readonly paidSystemHour?: number;
}

export const PRICE_NAMES = [
  "evsGbHour",
  "obsGbMonth",
  "obsReplicationGb",
  "csbsGbMonth",
  "csbsReplicationGb",
  "cbrGbMonth",
  "cbrReplicationGb",
  "paidSystemHour",
] as const satisfies readonly (keyof PriceList)[];

/** Families whose public images are charged; every other public image is free. Source: FEE-01. */
const PAID_PLATFORMS: ReadonlySet<string> = new Set(["KylinOS", "UnionTechOS"]);

export type ChargeItem =
  | "disks"
  | "paidSystem"
  | "vendor"
  | "bucketSpace"
  | "replication"
  | "csbsBackup"
  | "cbrBackup"
  | "csbsReplication"
  | "cbrReplication";

/** One thing that costs. `amount` in millionths of a yuan; null where its price is not set in the region. */
export interface Charge {
  readonly item: ChargeItem;
  readonly service: PricedService;
  readonly per: "hour" | "month" | "once";
  readonly amount: number | null;
  /** How much of it. Unit: GB (GiB). */
  readonly gb?: number;
}

export type BackupKind = "csbs" | "cbr";

/** Whether servers from this image pay for its system (FEE-01, PUB-07). */
export function isPaidSystem(image: { readonly type: string; readonly osPlatform: string | null }): boolean {
  return image.type === "public" && image.osPlatform !== null && PAID_PLATFORMS.has(image.osPlatform);
}

export interface ServerOrder {
  readonly image: { readonly type: string; readonly osPlatform: string | null };
  /** Vendor's price of a market image, by hour; undefined for other images. Unit: millionths of a yuan. */
  readonly vendorPriceHour?: number;
  /** Capacities of the disks of one server. Unit: GB (GiB). */
  readonly disksGb: readonly number[];
  readonly count: number;
}

/** What servers cost by the hour: the image nothing in itself, its disks by their capacity (FEE-07, FEE-09). */
export function chargesOfServers({ image, vendorPriceHour, disksGb, count }: ServerOrder, prices: PriceList): Charge[] {
  const gb = disksGb.reduce((sum, size) => sum + size, 0) * count;
  const charges = chargesOfDisks(gb, prices);
  if (isPaidSystem(image)) charges.push({ item: "paidSystem", service: "image", per: "hour", amount: times(prices.paidSystemHour, count) });
  if (image.type === "market") charges.push({ item: "vendor", service: "image", per: "hour", amount: times(vendorPriceHour, count) });
  return charges;
}

/** What disks cost by their capacity, with an image in them or without (FEE-09). Unit of `gb`: GB (GiB), of all together. */
export function chargesOfDisks(gb: number, prices: PriceList): Charge[] {
  return [{ item: "disks", service: "evs", per: "hour", gb, amount: times(prices.evsGbHour, gb) }];
}

/** What a file in a bucket costs while it stays there: an upload (FEE-08), an export (FEE-13). */
export function chargesOfFile(sizeBytes: number, prices: PriceList): Charge[] {
  return [{ item: "bucketSpace", service: "obs", per: "month", ...byGb(prices.obsGbMonth, sizeBytes) }];
}

/** What the backup behind a full-server image costs while it exists (FEE-03, FEE-04, FEE-06). */
export function chargesOfBackup(kind: BackupKind, sizeBytes: number, prices: PriceList): Charge[] {
  const price = kind === "csbs" ? prices.csbsGbMonth : prices.cbrGbMonth;
  return [{ item: `${kind}Backup`, service: kind, per: "month", ...byGb(price, sizeBytes) }];
}

/**
 * What a copy costs: nothing inside a region (FEE-10), traffic across regions at the price of the source (FEE-11); a full-server image
 * by its backup service, whose copy then costs in the target (FEE-12).
 */
export function chargesOfCopy(
  { sizeBytes, across, backup }: { readonly sizeBytes: number; readonly across: boolean; readonly backup?: BackupKind },
  source: PriceList,
  target: PriceList,
): Charge[] {
  if (!across) return [];
  if (backup === undefined) return [{ item: "replication", service: "obs", per: "once", ...byGb(source.obsReplicationGb, sizeBytes) }];
  const price = backup === "csbs" ? source.csbsReplicationGb : source.cbrReplicationGb;
  return [
    { item: `${backup}Replication`, service: backup, per: "once", ...byGb(price, sizeBytes) },
    ...chargesOfBackup(backup, sizeBytes, target),
  ];
}

function byGb(price: number | undefined, sizeBytes: number): Pick<Charge, "gb" | "amount"> {
  const gb = sizeBytes / GIB;
  return { gb, amount: times(price, gb) };
}

function times(price: number | undefined, quantity: number): number | null {
  return price === undefined ? null : Math.round(price * quantity);
}

/** Hours of a month in estimates. Source: 365 days × 24 hours / 12 months. */
export const MONTH_HOURS = 730;

/** A charge by the month; null where its price is not set. What is paid once counts nothing. */
export function monthly({ per, amount }: Pick<Charge, "per" | "amount">): number | null {
  if (per === "once") return 0;
  return amount === null ? null : amount * (per === "hour" ? MONTH_HOURS : 1);
}

/** What an account holds in one region, and what it costs by the month. */
export interface RegionEstimate {
  readonly regionId: string;
  readonly charges: readonly Charge[];
}
