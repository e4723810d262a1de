import type { BackupKind } from "@/lib/backups/model";
import type { Refusal } from "@/lib/images/rules/rule";
import type { PriceList } from "@/lib/pricing/model";

export const ENCRYPTIONS = ["keep", "encrypt", "decrypt"] as const;
/** What a copy inside the region does about encryption (CPY-02). `keep`: as the source, with its key. */
export type Encryption = (typeof ENCRYPTIONS)[number];

/** A project the account has in another region, as the target of a copy. */
export interface CopyTarget {
  readonly regionId: string;
  readonly projectId: string;
  /** Largest stored image on this route. Unit: GB (GiB). */
  readonly maxGb: number;
  /** Copies that may run at once when one on this route begins. */
  readonly maxRunning: number;
  /** What the copy's backup would cost there (FEE-12, FEE-16). */
  readonly prices: PriceList;
  readonly imagesUsed: number;
  readonly imagesLimit: number;
  /** Agencies that let the image service write there. */
  readonly agencies: readonly AgencyChoice[];
  /** Why nothing can be copied there, as far as is known before asking. */
  readonly refusal: Refusal | null;
}

export interface AgencyChoice {
  readonly id: string;
  readonly name: string;
}

/** What the copy dialogs show before somebody decides. */
export interface CopyOptions {
  /** Copies of the account under way, in all regions; those that wait for their turn are not among them. */
  readonly running: number;
  readonly waiting: number;
  /** Copies that may run at once when one inside the region begins. */
  readonly maxRunning: number;
  /** Largest stored image inside the region. Unit: GB (GiB). */
  readonly maxGbInRegion: number;
  /** Of all its disks together. Unit: bytes. */
  readonly storedBytes: number | null;
  /** The backup behind a full-server image, which goes along to another region and needs a vault there (CPY-14). */
  readonly backup: { readonly kind: BackupKind; readonly sizeGb: number } | null;
  readonly targets: readonly CopyTarget[];
}

/** Refusals that pass by themselves: a copy may wait for its turn instead. */
export function isPassing(refusal: Refusal): boolean {
  return refusal.code === "copyTaskLimitExceeded" || refusal.code === "copyAlreadyRunning";
}

/** The name a copy is offered. Source: IMS console: `copy_<name>`, across regions `copy_<source region>_<name>`. */
export function copyNameOf(name: string, acrossFrom?: string): string {
  return (acrossFrom === undefined ? `copy_${name}` : `copy_${acrossFrom}_${name}`).slice(0, 128).trimEnd();
}
