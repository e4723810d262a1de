import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { ListedVolume, VolumeView } from "./model";

export const volumeSelect = {
  id: true,
  name: true,
  type: true,
  sizeGb: true,
  zoneId: true,
  bootable: true,
  local: true,
  encrypted: true,
  keyId: true,
  key: { select: { name: true } },
  device: true,
  serverId: true,
  status: true,
  usedBytes: true,
  failureCode: true,
  readyMs: true,
  tags: true,
  createdAt: true,
} satisfies Prisma.VolumeSelect;

/** With the server it hangs on, and whose it is. */
export const listedVolumeSelect = {
  ...volumeSelect,
  accountId: true,
  projectId: true,
  regionId: true,
  imageDiskId: true,
  server: { select: { name: true, status: true, frozenAt: true } },
} satisfies Prisma.VolumeSelect;

export type VolumeRow = Prisma.VolumeGetPayload<{ select: typeof volumeSelect }>;
export type ListedVolumeRow = Prisma.VolumeGetPayload<{ select: typeof listedVolumeSelect }>;

export function toVolumeView({ key, ...row }: VolumeRow): VolumeView {
  return { ...row, keyName: key?.name ?? null, usedBytes: Number(row.usedBytes), createdAt: row.createdAt.toISOString() };
}

export function toListedVolume(row: ListedVolumeRow): ListedVolume {
  const { accountId: _account, projectId: _project, regionId: _region, imageDiskId: _disk, server, ...volume } = row;
  return {
    ...toVolumeView(volume),
    serverName: server?.name ?? null,
    serverState: server === null ? null : server.frozenAt === null ? server.status : "frozen",
  };
}
