import type { Architecture, BootMode } from "@/lib/disk/model";
import { MEMORY_LIMIT_32BIT_MB } from "./constraints";

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
  readonly createdAt: string;
  readonly updatedAt: string;
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

/** Code of the refusal, and what it is about. */
export interface Refusal {
  readonly code:
    | "imageReadOnly"
    | "imageStatusNotNormal"
    | "imageKindNotAllowed"
    | "publishedImageNotDeletable"
    | "architectureMismatch"
    | "memoryNotSupported32Bit"
    | "memoryOutOfRange"
    | "conflict";
  readonly detail?: Readonly<Record<string, string | number>>;
}

type RuleImage = Pick<ImageView, "type" | "kind" | "state" | "status" | "protected">;

/** Why an image cannot be deleted (LIM-48, LIF-04), or undefined. Asked by the list, the dialog and the command alike. */
export function whyNotDeletable(image: RuleImage): Refusal | undefined {
  if (image.type !== "private") return { code: "imageReadOnly" };
  if (image.state === "published") return { code: "publishedImageNotDeletable" };
  if (image.state === "creating") return { code: "imageStatusNotNormal", detail: { status: image.state } };
  if (image.protected) return { code: "conflict", detail: { reason: "protected" } };
  return undefined;
}

/** Why a failed image cannot be tried again, or undefined. */
export function whyNotRetryable(image: Pick<ImageView, "type" | "state" | "sourceKind">): Refusal | undefined {
  if (image.type !== "private") return { code: "imageReadOnly" };
  if (image.state !== "error" || image.sourceKind !== "file") return { code: "conflict", detail: { reason: "notFailed" } };
  return undefined;
}

/** Why no server can be made from an image at all, or undefined (USE-01, IMG-07). */
export function whyNotBootable(image: Pick<ImageView, "kind" | "state" | "storedFormat">): Refusal | undefined {
  if (image.state !== "normal" && image.state !== "published") return { code: "imageStatusNotNormal", detail: { status: image.state } };
  if (image.kind === "data") return { code: "imageKindNotAllowed", detail: { kind: image.kind } };
  if (image.storedFormat === null) return { code: "imageStatusNotNormal", detail: { status: "converting" } };
  return undefined;
}

export interface FlavorLike {
  readonly architecture: Architecture;
  readonly memoryMb: number;
}

/** Why this flavour does not fit this image, or undefined (LIM-52 to LIM-54, USE-07 to USE-09). */
export function whyNotFlavor(image: Pick<ImageView, "architecture" | "osBits" | "minRamMb" | "maxRamMb">, flavor: FlavorLike): Refusal | undefined {
  if (image.architecture !== null && image.architecture !== flavor.architecture) {
    return { code: "architectureMismatch", detail: { image: image.architecture, flavor: flavor.architecture } };
  }
  if (image.osBits === 32 && flavor.memoryMb >= MEMORY_LIMIT_32BIT_MB) return { code: "memoryNotSupported32Bit" };
  const tooMuch = image.maxRamMb > 0 && flavor.memoryMb > image.maxRamMb;
  if (flavor.memoryMb < image.minRamMb || tooMuch) {
    return { code: "memoryOutOfRange", detail: { min: image.minRamMb, max: image.maxRamMb, flavor: flavor.memoryMb } };
  }
  return undefined;
}
