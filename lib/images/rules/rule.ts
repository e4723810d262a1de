import type { Architecture } from "@/lib/disk/model";
import type { ErrorCode } from "@/lib/platform/errors";
import type { ImageKind, ImageStatus, ImageType, LifecycleState } from "../model";

export const IMAGE_ACTIONS = [
  "createServer",
  "createVolume",
  "reinstall",
  "share",
  "copyInRegion",
  "copyAcrossRegions",
  "export",
  "quickExport",
  "download",
  "modify",
  "tag",
  "publish",
  "withdraw",
  "protect",
  "retire",
  "delete",
  "restore",
  "purge",
  "retry",
] as const;
/** What somebody wants to do with an image. Buttons, dialogs, commands, the API and the worker use the same words. */
export type ImageAction = (typeof IMAGE_ACTIONS)[number];

/**
 * The order of checks: the first refusal found is the one that is told. Source: requirements, "Refusals", order of checks; sign-in,
 * region and permission come before, in `authorize`.
 */
export const STEPS = ["ownership", "status", "kind", "encryption", "origin", "fit", "size", "quota"] as const;
export type Step = (typeof STEPS)[number];

/** What the rules ask of an image; an `ImageView` has it all. */
export interface RuleImage {
  readonly type: ImageType;
  readonly kind: ImageKind;
  readonly status: ImageStatus;
  readonly state: LifecycleState;
  readonly protected: boolean;
  readonly encrypted: boolean;
  readonly keyId?: string | null;
  readonly sourceKind: string;
  readonly regionId: string;
  readonly fromIso: boolean;
  readonly originMarket: boolean;
  readonly originLicensed: string | null;
  readonly originCsbs: boolean;
  readonly osFamily: string | null;
  readonly osPlatform: string | null;
  readonly osVersion: string | null;
  readonly osBits: 32 | 64 | null;
  readonly architecture: Architecture | null;
  readonly minRamMb: number;
  readonly maxRamMb: number;
  readonly fitsBms: boolean;
  readonly tags: readonly string[];
  readonly storedFormat: string | null;
  /** Size of the stored image, which the limits on copies and exports mean (AMB-14). */
  readonly storedBytes: number | null;
  readonly retiresAt: string | null;
  readonly recycledAt: string | null;
  /** Kinds of the unfinished jobs that read or make this image. */
  readonly busyWith: readonly string[];
}

export interface FlavorLike {
  readonly architecture: Architecture;
  readonly series?: string;
  readonly kind?: "ecs" | "bms";
  readonly memoryMb: number;
}

/** What the rules ask of the request. A part that is left out is not checked yet: a button knows no flavour. */
export interface RuleContext {
  readonly flavor?: FlavorLike;
  /** Server whose system is to be replaced. */
  readonly server?: FlavorLike;
  /** Region where the image is to be used, or shared to. */
  readonly regionId?: string;
  /** Accounts that would hold the image, pending and accepted (SHR-15). */
  readonly tenants?: number;
  readonly copy?: {
    readonly targetRegionId: string;
    /** Largest stored size on this route. Unit: GB (GiB). */
    readonly maxGb: number;
    /** Waiting and running copies of the account, all regions (AMB-02). */
    readonly running: number;
    readonly maxRunning: number;
    /** Key of the copy; null: not encrypted; left out: as the source. */
    readonly keyId?: string | null;
  };
  readonly exportFormat?: string;
  readonly tags?: number;
  readonly now?: Date;
}

export type RefusalDetail = Readonly<Record<string, string | number>>;

/** Code of the refusal, and what it is about. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly detail?: RefusalDetail;
}

/** One sentence of the specification about images. */
export interface ImageRule {
  /** Requirements it stands for; the first one names it. */
  readonly ids: readonly [string, ...string[]];
  readonly actions: readonly ImageAction[];
  readonly step: Step;
  readonly code: ErrorCode;
  /** The rule in one sentence, for docs/rules.md. */
  readonly says: string;
  /** False: kept. True, or what it is about: broken. */
  readonly broken: (image: RuleImage, context: RuleContext) => boolean | RefusalDetail;
}
