import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { KeyView } from "./model";

/** Images that count: a deleted one needs its key no more. */
const usingImages = { status: { not: "deleted" } } satisfies Prisma.ImageWhereInput;
const usingVolumes = { status: { not: "deleted" } } satisfies Prisma.VolumeWhereInput;

export const keySelect = {
  id: true,
  accountId: true,
  projectId: true,
  name: true,
  description: true,
  isDefault: true,
  state: true,
  deletionAt: true,
  currentVersion: true,
  rotatedAt: true,
  createdAt: true,
  _count: { select: { images: { where: usingImages }, volumes: { where: usingVolumes } } },
} satisfies Prisma.KeySelect;

export type KeyRow = Prisma.KeyGetPayload<{ select: typeof keySelect }>;

/** Row → JSON-safe view. The versions' material is not among it and never leaves the service. */
export function toKeyView({ accountId: _account, projectId: _project, _count, ...row }: KeyRow): KeyView {
  return {
    ...row,
    deletionAt: row.deletionAt?.toISOString() ?? null,
    rotatedAt: row.rotatedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    imageCount: _count.images,
    volumeCount: _count.volumes,
  };
}
