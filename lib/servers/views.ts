import "server-only";
import { typeFor } from "@/lib/images/views";
import type { Prisma } from "@/lib/platform/db/client";
import { toVolumeView, volumeSelect } from "@/lib/volumes/views";
import type { ServerView } from "./model";

export const serverSelect = {
  id: true,
  accountId: true,
  projectId: true,
  name: true,
  kind: true,
  status: true,
  flavorId: true,
  zoneId: true,
  imageId: true,
  imageName: true,
  image: { select: { visibility: true, status: true, accountId: true } },
  osFamily: true,
  osVersion: true,
  osBits: true,
  architecture: true,
  frozenAt: true,
  faultyAt: true,
  faultNote: true,
  isoImageId: true,
  osInstalledAt: true,
  driversInstalledAt: true,
  failureCode: true,
  tags: true,
  createdAt: true,
  volumes: { where: { status: { not: "deleted" } }, select: volumeSelect, orderBy: [{ bootable: "desc" }, { device: "asc" }] },
  jobs: {
    where: { status: { in: ["queued", "running"] } },
    orderBy: { createdAt: "desc" },
    select: { id: true, kind: true, percent: true },
  },
} satisfies Prisma.ServerSelect;

export type ServerRow = Prisma.ServerGetPayload<{ select: typeof serverSelect }>;

export function toServerView(row: ServerRow): ServerView {
  const { accountId, projectId: _projectId, jobs, image, isoImageId, osInstalledAt, driversInstalledAt, osBits, volumes, ...plain } = row;
  const imageType = image === null || image.status === "deleted" ? null : typeFor(image.visibility, image.accountId === accountId);
  return {
    ...plain,
    state: row.frozenAt === null ? row.status : "frozen",
    imageType,
    osBits: osBits === 32 || osBits === 64 ? osBits : null,
    frozenAt: row.frozenAt?.toISOString() ?? null,
    faultyAt: row.faultyAt?.toISOString() ?? null,
    install:
      isoImageId === null
        ? null
        : {
            isoImageId,
            osInstalledAt: osInstalledAt?.toISOString() ?? null,
            driversInstalledAt: driversInstalledAt?.toISOString() ?? null,
          },
    volumes: volumes.map(toVolumeView),
    job: jobs[0] ?? null,
    busyWith: jobs.map(({ kind }) => kind),
    createdAt: row.createdAt.toISOString(),
  };
}
