import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { ServerView } from "./model";

export const serverSelect = {
  id: true,
  accountId: true,
  projectId: true,
  name: true,
  status: true,
  flavorId: true,
  zoneId: true,
  imageId: true,
  imageName: true,
  failureCode: true,
  createdAt: true,
  volumes: { select: { id: true, sizeGb: true, bootable: true, status: true, readyMs: true }, orderBy: { createdAt: "asc" } },
  jobs: { where: { status: { in: ["queued", "running"] } }, orderBy: { createdAt: "desc" }, take: 1, select: { id: true, kind: true, percent: true } },
} satisfies Prisma.ServerSelect;

export type ServerRow = Prisma.ServerGetPayload<{ select: typeof serverSelect }>;

export function toServerView(row: ServerRow): ServerView {
  const { accountId: _accountId, projectId: _projectId, jobs, ...plain } = row;
  return { ...plain, job: jobs[0] ?? null, createdAt: row.createdAt.toISOString() };
}
