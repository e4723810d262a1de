import type { Architecture, BootMode } from "@/lib/disk/model";
import type { Refusals } from "@/lib/iam/model";
import type { ErrorCode, ErrorDetail } from "@/lib/platform/errors";
import type { Correction } from "./os/reconcile-system";

export const IMAGE_TYPES = ["public", "private", "shared", "market"] as const;
/** What an image is to the person looking at it (IMG-01). */
export type ImageType = (typeof IMAGE_TYPES)[number];

export const IMAGE_KINDS = ["system", "data", "whole", "iso"] as const;
export type ImageKind = (typeof IMAGE_KINDS)[number];

export const IMAGE_STATUSES = ["queued", "saving", "active", "killed", "deleted"] as const;
/** Status in the words of image APIs (LIF-09). */
export type ImageStatus = (typeof IMAGE_STATUSES)[number];

/** Status in the words users see. */
export type LifecycleState = "creating" | "normal" | "published" | "error" | "deleted";

/** Features a public image may support (PUB-04). Source: requirements, public-os.json; feature list of table 4-2. */
export const IMAGE_FEATURES = ["userData", "diskHotplug", "nicMultiQueue", "passwordReset", "monitoringAgent"] as const;
export type ImageFeature = (typeof IMAGE_FEATURES)[number];

/** Public systems that are charged (PUB-07, FEE-01); every other public image is free. */
const CHARGED_PLATFORMS: ReadonlySet<string> = new Set(["KylinOS", "UnionTechOS", "UnionTech UOS"]);

/** Whether a public image of this system costs something before a server is made of it. */
export function isCharged({ type, osPlatform }: { readonly type: ImageType; readonly osPlatform: string | null }): boolean {
  return type === "public" && osPlatform !== null && CHARGED_PLATFORMS.has(osPlatform);
}

export interface ImageJobView {
  readonly id: string;
  readonly stage: string | null;
  readonly percent: number;
  readonly status: string;
}

export interface ImageView {
  readonly id: string;
  readonly type: ImageType;
  readonly kind: ImageKind;
  readonly status: ImageStatus;
  readonly state: LifecycleState;
  readonly name: string;
  readonly description: string;
  readonly regionId: string;
  readonly osFamily: string | null;
  readonly osPlatform: string | null;
  readonly osVersion: string | null;
  readonly osBits: 32 | 64 | null;
  readonly osDetected: string | null;
  readonly architecture: Architecture | null;
  readonly bootMode: BootMode | null;
  readonly minDiskGb: number;
  readonly minRamMb: number;
  readonly maxRamMb: number;
  readonly encrypted: boolean;
  readonly protected: boolean;
  /** A public image that only the account which offers it still sees in lists. */
  readonly hidden: boolean;
  readonly tags: readonly string[];
  /** What its viewer may not do with it though it may with others; lists and pages of the console say so. */
  readonly refusals?: Refusals;
  readonly hasCloudInit: boolean;
  /** Null where the disk does not tell. */
  readonly hasVirtioDrivers: boolean | null;
  /** Choices of its owner that the disk contradicts. */
  readonly corrections: readonly Correction[];
  readonly nicMultiQueue: boolean;
  readonly sriov: boolean;
  readonly fitsBms: boolean;
  readonly fastProvisioning: boolean;
  /** Supported features of a public image (PUB-04). */
  readonly features: readonly string[];
  /** Lineage (PRI-25), as the columns of the same names say. */
  readonly copiedFromId: string | null;
  readonly sourceServerId: string | null;
  readonly sourceBackupId: string | null;
  readonly originType: string | null;
  readonly fromIso: boolean;
  readonly originMarket: boolean;
  readonly originLicensed: string | null;
  readonly originCsbs: boolean;
  /** In the recycle bin since. */
  readonly recycledAt: string | null;
  readonly retiresAt: string | null;
  readonly successorId: string | null;
  /** Accounts that hold it, pending and accepted; 0 for who is not its owner. */
  readonly tenants: number;
  readonly sourceKind: string;
  readonly sourceName: string | null;
  readonly sourceFormat: string | null;
  readonly sourceSubformat: string | null;
  /** Format at rest; null while there is no disk (FMT-04). */
  readonly storedFormat: string | null;
  readonly storedBytes: number | null;
  readonly virtualSizeBytes: number | null;
  /** SHA-256 of the stored object and of the disk's content. */
  readonly objectSha256: string | null;
  readonly contentDigest: string | null;
  readonly checksumMd5: string | null;
  readonly failureCode: string | null;
  readonly failureDetail: Readonly<Record<string, unknown>> | null;
  /** The job that is making it, while there is one. */
  readonly job: ImageJobView | null;
  /** Kinds of its unfinished jobs, copies and exports among them. */
  readonly busyWith: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What only the page of one image shows. */
export interface ImageDetailView extends ImageView {
  /** In how many stores its disk lies whole (SEC-06); null while there is none. */
  readonly replicas: number | null;
  /** When its bytes were last read back and compared, and what is wrong with them; null while there is no disk. */
  readonly integrity: { readonly checkedAt: string | null; readonly damage: ImageDamage | null } | null;
  /** Data disks of a full-server image, in order (IMG-08). Unit: GB. */
  readonly dataDisksGb: readonly number[];
  /** What it was made of, for its owner, while that is there. */
  readonly sourceServer: { readonly id: string; readonly name: string } | null;
  readonly sourceBackup: { readonly id: string; readonly name: string } | null;
}

/** What is wrong with stored bytes. None of them is ever given out as data. */
export interface ImageDamage {
  /** e.g. `zvhd2.block`, `sealed.header`, `object.missing`. */
  readonly construct: string;
  /** The first damaged blocks of 2 MiB, by number. */
  readonly blocks: readonly number[];
  readonly blockCount: number;
}

const MOVES: Readonly<Record<ImageStatus, readonly ImageStatus[]>> = {
  queued: ["saving", "active", "killed", "deleted"],
  saving: ["active", "killed", "queued", "deleted"],
  active: ["deleted"],
  killed: ["queued", "deleted"],
  deleted: [],
};

/** The closed set of status changes (LIF-07); the database holds the same table. */
export function canMove(from: ImageStatus, to: ImageStatus): boolean {
  return MOVES[from].includes(to);
}

export function stateOf(image: { readonly status: ImageStatus; readonly published: boolean }): LifecycleState {
  switch (image.status) {
    case "queued":
    case "saving":
      return "creating";
    case "active":
      return image.published ? "published" : "normal";
    case "killed":
      return "error";
    case "deleted":
      return "deleted";
  }
}

export function isTransient(image: Pick<ImageView, "status" | "job">): boolean {
  return image.status === "queued" || image.status === "saving" || image.job !== null;
}

/** Whether nothing new is made of it any more. */
export function isRetired(image: Pick<ImageView, "retiresAt">, now = new Date()): boolean {
  return image.retiresAt !== null && new Date(image.retiresAt) <= now;
}

/** One image that an act on many left alone, and why. */
export interface SkippedImage {
  readonly id: string;
  readonly name: string;
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;
}

/** What an act on many images did. */
export interface BulkOutcome {
  readonly done: readonly { readonly id: string; readonly name: string }[];
  readonly skipped: readonly SkippedImage[];
}

/** What an act on many images would do. */
export interface SelectionReview {
  readonly allowed: number;
  readonly skipped: readonly SkippedImage[];
  /** What deleting them means for others. */
  readonly impact: DeletionImpact;
}

export interface DeletionImpact {
  /** Accounts that lose an image shared with them (MNG-09). */
  readonly tenants: number;
  /** Servers made from them: they keep running, and cannot be reinstalled from them. */
  readonly servers: number;
  /** Copies of them, which stay. */
  readonly copies: number;
  /** Backups behind full-server images: they exist on their own and go on being charged (MNG-10). */
  readonly backups: readonly { readonly imageId: string; readonly imageName: string; readonly backupId: string }[];
  /** Days in which they can be restored; 0: deleted at once. */
  readonly recycleDays: number;
}

/** A thing in the ancestry of an image (PRI-25). `name` null: it is gone, or the viewer may not see it. */
export interface LineageNode {
  /** Id of the image, server or backup; for a file the id of the image made of it, after `file:`. */
  readonly id: string;
  readonly kind: "image" | "server" | "backup" | "file";
  readonly name: string | null;
  readonly image: { readonly type: ImageType; readonly kind: ImageKind; readonly regionId: string } | null;
}

/** `to` came of `from`. */
export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  readonly relation: "copy" | "server" | "image" | "backup" | "file";
}

export interface ImageRelations {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
  /** Copies of it in the account's regions. */
  readonly copies: readonly {
    readonly id: string;
    readonly name: string;
    readonly regionId: string;
    readonly projectId: string;
    readonly state: LifecycleState;
  }[];
  /** The account's servers made from it. */
  readonly servers: readonly { readonly id: string; readonly name: string; readonly status: string; readonly createdAt: string }[];
  /** How many servers there are in all. */
  readonly serverCount: number;
}
