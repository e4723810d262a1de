import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import { type ImageType, type ImageView, stateOf } from "./model";

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
    where: { status: { in: ["queued", "running"] }, kind: { in: ["importImage", "convertOriginal"] } },
    orderBy: { createdAt: "desc" },
    take: 1,
    select: { id: true, stage: true, percent: true, status: true },
  },
} satisfies Prisma.ImageSelect;

export type ImageRow = Prisma.ImageGetPayload<{ select: typeof imageSelect }>;

/** Row → JSON-safe view, as `viewerAccountId` sees it. */
export function toImageView(row: ImageRow, viewerAccountId: string): ImageView {
  const { accountId, projectId: _projectId, visibility, disk, jobs, osBits, failureDetail, originalSize, virtualSizeBytes, published, ...plain } = row;
  return {
    ...plain,
    type: typeFor(visibility, accountId === viewerAccountId),
    state: stateOf({ status: row.status, published }),
    osBits: osBits === 32 || osBits === 64 ? osBits : null,
    storedFormat: disk?.format ?? null,
    storedBytes: toNumber(disk?.sizeBytes ?? originalSize),
    virtualSizeBytes: toNumber(virtualSizeBytes),
    objectSha256: disk?.objectSha256 ?? null,
    contentDigest: disk?.contentDigest ?? null,
    failureDetail: typeof failureDetail === "object" && failureDetail !== null && !Array.isArray(failureDetail) ? failureDetail : null,
    job: jobs[0] ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function typeFor(visibility: ImageRow["visibility"], own: boolean): ImageType {
  return visibility === "private" && !own ? "shared" : visibility;
}

/** Sizes stay far below 2^53 bytes (8 PiB), so numbers are exact. */
function toNumber(value: bigint | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}
