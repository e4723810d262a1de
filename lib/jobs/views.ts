import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import { JOB_KINDS, type JobKind, type JobView } from "./model";

export const jobSelect = {
  id: true,
  kind: true,
  status: true,
  stage: true,
  percent: true,
  doneBytes: true,
  totalBytes: true,
  attempt: true,
  targetName: true,
  imageId: true,
  serverId: true,
  resultImageId: true,
  errorCode: true,
  errorDetail: true,
  cancelRequestedAt: true,
  userName: true,
  createdAt: true,
  startedAt: true,
  stageStartedAt: true,
  heartbeatAt: true,
  endedAt: true,
} satisfies Prisma.JobSelect;

export type JobSelected = Prisma.JobGetPayload<{ select: typeof jobSelect }>;

export function toJobView(row: JobSelected): JobView {
  const { cancelRequestedAt, errorDetail, ...plain } = row;
  return {
    ...plain,
    kind: toKind(row.kind),
    doneBytes: Number(row.doneBytes),
    totalBytes: Number(row.totalBytes),
    errorDetail: typeof errorDetail === "object" && errorDetail !== null && !Array.isArray(errorDetail) ? errorDetail : null,
    cancelRequested: cancelRequestedAt !== null,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    stageStartedAt: row.stageStartedAt?.toISOString() ?? null,
    heartbeatAt: row.heartbeatAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

function toKind(text: string): JobKind {
  const kind = JOB_KINDS.find((known) => known === text);
  if (kind === undefined) throw new Error(`a job of an unknown kind: ${text}`);
  return kind;
}
