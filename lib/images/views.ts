import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import { type ImageType, type ImageView, stateOf } from "./model";
import type { Correction } from "./os/reconcile-system";

/** What an image view is made of; the newest unfinished job tells how far it is. */
export const imageSelect = {
  id: true,
  accountId: true,
  projectId: true,
  regionId: true,
  visibility: true,
  kind: true,
  status: true,
  published: true,
  name: true,
  description: true,
  osFamily: true,
  osPlatform: true,
  osVersion: true,
  osBits: true,
  osDetected: true,
  architecture: true,
  bootMode: true,
  minDiskGb: true,
  minRamMb: true,
  maxRamMb: true,
  encrypted: true,
  protected: true,
  hidden: true,
  tags: true,
  hasCloudInit: true,
  hasVirtioDrivers: true,
  corrections: true,
  nicMultiQueue: true,
  sriov: true,
  fitsBms: true,
  fastProvisioning: true,
  features: true,
  copiedFromId: true,
  sourceServerId: true,
  sourceBackupId: true,
  originType: true,
  fromIso: true,
  originMarket: true,
  originLicensed: true,
  originCsbs: true,
  recycledAt: true,
  retiresAt: true,
  successorId: true,
  sourceKind: true,
  sourceName: true,
  sourceFormat: true,
  sourceSubformat: true,
  virtualSizeBytes: true,
  originalSize: true,
  checksumMd5: true,
  failureCode: true,
  failureDetail: true,
  createdAt: true,
  updatedAt: true,
  disk: { select: { format: true, sizeBytes: true, objectSha256: true, contentDigest: true } },
  jobs: {
    where: { status: { in: ["queued", "running"] } },
    orderBy: { createdAt: "desc" },
    select: { id: true, kind: true, stage: true, percent: true, status: true },
  },
  making: {
    where: { status: { in: ["queued", "running"] } },
    orderBy: { createdAt: "desc" },
    select: { id: true, kind: true, stage: true, percent: true, status: true },
  },
  listing: { select: { status: true } },
  _count: { select: { members: { where: { status: { not: "rejected" } } } } },
} satisfies Prisma.ImageSelect;

/** Jobs whose end makes the image usable; others only read it. */
const MAKING_JOBS: ReadonlySet<string> = new Set(["importImage", "convertOriginal", "createImageFromVolume", "createWholeImage"]);

export type ImageRow = Prisma.ImageGetPayload<{ select: typeof imageSelect }>;

/** Row → JSON-safe view, as `viewerAccountId` sees it. */
export function toImageView(row: ImageRow, viewerAccountId: string): ImageView {
  const {
    accountId,
    projectId: _projectId,
    visibility,
    disk,
    jobs,
    osBits,
    failureDetail,
    corrections,
    originalSize,
    virtualSizeBytes,
    published,
    recycledAt,
    retiresAt,
    making: copies,
    listing,
    _count,
    ...plain
  } = row;
  const own = accountId === viewerAccountId;
  const { kind: _kind, ...making } = jobs.find(({ kind }) => MAKING_JOBS.has(kind)) ?? copies[0] ?? { kind: "" };
  return {
    ...plain,
    type: typeFor(visibility, own, published && listing?.status === "approved"),
    state: stateOf({ status: row.status, published }),
    osBits: osBits === 32 || osBits === 64 ? osBits : null,
    storedFormat: disk?.format ?? null,
    storedBytes: toNumber(disk?.sizeBytes ?? originalSize),
    virtualSizeBytes: toNumber(virtualSizeBytes),
    objectSha256: disk?.objectSha256 ?? null,
    contentDigest: disk?.contentDigest ?? null,
    failureDetail: typeof failureDetail === "object" && failureDetail !== null && !Array.isArray(failureDetail) ? failureDetail : null,
    // Written from a list of corrections only. To others, what its owner thought of it says nothing.
    corrections: own && Array.isArray(corrections) ? (corrections as unknown as Correction[]) : [],
    job: "id" in making ? making : null,
    busyWith: own ? jobs.map(({ kind }) => kind) : [],
    recycledAt: recycledAt?.toISOString() ?? null,
    retiresAt: retiresAt?.toISOString() ?? null,
    tenants: own ? _count.members : 0,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** What an image is to one who looks at it: its owner, or somebody else, who knows it from a share or from the market. */
export function typeFor(visibility: ImageRow["visibility"], own: boolean, listed = false): ImageType {
  if (visibility !== "private" || own) return visibility;
  return listed ? "market" : "shared";
}

/** Sizes stay far below 2^53 bytes (8 PiB), so numbers are exact. */
function toNumber(value: bigint | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}
