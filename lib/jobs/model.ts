/** Everything the worker can be asked to do; one queue each. */
export const JOB_KINDS = [
  "inspectObject",
  "importImage",
  "convertOriginal",
  "removeImageData",
  "scrubImage",
  "createServer",
  "fillVolume",
  "removeServerData",
  "reinstallServer",
  "createVolume",
  "growVolume",
  "removeVolumeData",
  "copyImage",
  "copyImageAcross",
  "exportImage",
  "createImageFromVolume",
  "createWholeImage",
  "createBackup",
  "restoreBackup",
  "removeBackupData",
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** Kinds that tenants see as tasks of their own; the others are housekeeping behind something they see. */
export const VISIBLE_JOB_KINDS = [
  "importImage",
  "convertOriginal",
  "createImageFromVolume",
  "createWholeImage",
  "createBackup",
  "restoreBackup",
  "createServer",
  "reinstallServer",
  "createVolume",
  "growVolume",
  "fillVolume",
  "scrubImage",
  "copyImage",
  "copyImageAcross",
  "exportImage",
] as const satisfies readonly JobKind[];

/** Kinds that count against the creation tasks of a project (LIM-02). */
export const CREATION_JOB_KINDS = ["importImage", "createImageFromVolume", "createWholeImage"] as const satisfies readonly JobKind[];

/** Kinds that count against the copies of an account (LIM-36). */
export const COPY_JOB_KINDS = ["copyImage", "copyImageAcross"] as const satisfies readonly JobKind[];

/** Kinds that may be stopped, and tried again when they have failed. */
const CANCELLABLE: ReadonlySet<JobKind> = new Set([...CREATION_JOB_KINDS, ...COPY_JOB_KINDS, "exportImage", "createBackup"]);

export const JOB_STATUSES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export interface JobView {
  readonly id: string;
  readonly kind: JobKind;
  readonly status: JobStatus;
  readonly stage: string | null;
  /** 0–100. */
  readonly percent: number;
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly attempt: number;
  readonly targetName: string;
  readonly imageId: string | null;
  readonly serverId: string | null;
  /** The image a copy makes. */
  readonly resultImageId: string | null;
  readonly errorCode: string | null;
  readonly errorDetail: Readonly<Record<string, unknown>> | null;
  readonly cancelRequested: boolean;
  readonly userName: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly stageStartedAt: string | null;
  readonly heartbeatAt: string | null;
  readonly endedAt: string | null;
}

export function isEnded(job: Pick<JobView, "status">): boolean {
  return job.status === "succeeded" || job.status === "failed" || job.status === "cancelled";
}

/** How long a job took, from the request that asked for it to its end; undefined while it runs. Unit: seconds. */
export function tookSeconds({ createdAt, endedAt }: Pick<JobView, "createdAt" | "endedAt">): number | undefined {
  return endedAt === null ? undefined : (new Date(endedAt).getTime() - new Date(createdAt).getTime()) / 1000;
}

/** What makes an image, a copy, a file or a backup may be cancelled until its result is being registered. */
export function isCancellable(job: Pick<JobView, "status" | "kind" | "stage" | "cancelRequested">): boolean {
  return !isEnded(job) && !job.cancelRequested && CANCELLABLE.has(job.kind) && job.stage !== "register";
}

/** Seconds left at the pace of the present stage; undefined before 10 s have passed or while there is nothing to measure. */
export function secondsLeft(job: JobView, now: Date): number | undefined {
  if (job.stageStartedAt === null || job.totalBytes <= 0 || job.doneBytes <= 0) return undefined;
  const elapsed = (now.getTime() - new Date(job.stageStartedAt).getTime()) / 1000;
  return elapsed < 10 ? undefined : Math.max(0, (elapsed / job.doneBytes) * (job.totalBytes - job.doneBytes));
}
