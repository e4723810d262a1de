import { db, type Prisma, type Tx } from "../db/client";
import { AppError, type ErrorCode, type ErrorDetail } from "../errors";
import type { Actor } from "../operation/actor";
import { writeTrace } from "../operation/audit";

/** How often a run writes its progress, renews its sign of life and looks whether it was cancelled. */
const TICK_MS = 1_000;

export type JobRow = Prisma.JobGetPayload<Record<string, never>>;

/** Counts of the present stage. Unit: bytes. */
export interface StageProgress {
  readonly doneBytes?: number;
  readonly totalBytes?: number;
  /** 0–100 of the whole job; never goes back. */
  readonly percent?: number;
}

interface Pending extends StageProgress {
  readonly stage?: string;
  readonly stageStartedAt?: Date;
}

/**
 * One delivery of a job. Every write is guarded by the attempt number: when another worker has taken over, `signal` aborts
 * and nothing more can be written. Made by `beginRun`, ended by exactly one of `succeed`, `fail`, `cancel`, `release`.
 */
export class JobRun {
  readonly #abort = new AbortController();
  #pending: Pending = {};
  #percent: number;
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> = Promise.resolve();

  constructor(readonly job: JobRow) {
    this.#percent = job.percent;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /** Aborts on cancel, on a lost lease and on shutdown; `signal.reason` is the AppError to end with. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Enters a stage. Durable before it returns, so that what is seen is never behind what happens. */
  async stage(name: string, progress: StageProgress = {}): Promise<void> {
    this.#collect({
      ...progress,
      stage: name,
      stageStartedAt: new Date(),
      doneBytes: progress.doneBytes ?? 0,
      totalBytes: progress.totalBytes ?? 0,
    });
    this.#tick();
    await this.#ticking;
    this.signal.throwIfAborted();
  }

  /** Notes progress; written at most once a second. */
  progress(progress: StageProgress): void {
    this.#collect(progress);
  }

  /** Applies what has to be seen before the job ends, in a transaction that only the present delivery can commit. Errors: `conflict` { leaseLost }. */
  async apply(effect: (tx: Tx) => Promise<void>): Promise<void> {
    await db().$transaction(async (tx) => {
      const { count } = await tx.job.updateMany({ where: this.#mine(), data: { heartbeatAt: new Date() } });
      if (count === 0) throw new AppError("conflict", { reason: "leaseLost" });
      await effect(tx);
    });
  }

  /** Ends the work from outside, e.g. at shutdown. */
  abort(reason: AppError): void {
    this.#abort.abort(reason);
  }

  /** Ends the job and applies its effect in one transaction; false, and nothing written, when the lease was lost. */
  succeed(effect: (tx: Tx) => Promise<void>): Promise<boolean> {
    return this.#settle({ status: "succeeded", percent: 100, endedAt: new Date() }, effect);
  }

  fail(code: ErrorCode, detail: ErrorDetail, effect: (tx: Tx) => Promise<void>): Promise<boolean> {
    return this.#settle({ status: "failed", errorCode: code, errorDetail: detail as Prisma.InputJsonObject, endedAt: new Date() }, effect); // ErrorDetail is JSON by definition
  }

  cancel(effect: (tx: Tx) => Promise<void>): Promise<boolean> {
    return this.#settle({ status: "cancelled", endedAt: new Date() }, effect);
  }

  /** Gives the job back to the queue, to be delivered again. */
  release(): Promise<boolean> {
    return this.#settle({ status: "queued", stage: null }, async () => undefined);
  }

  async #settle(data: Prisma.JobUpdateManyMutationInput, effect: (tx: Tx) => Promise<void>): Promise<boolean> {
    this.#stopTicking();
    await this.#ticking;
    return db().$transaction(async (tx) => {
      const { count } = await tx.job.updateMany({ where: this.#mine(), data });
      if (count === 0) return false;
      await effect(tx);
      if (data.status !== "queued") await writeTrace(tx, traceOf(this.job, data));
      return true;
    });
  }

  #mine(): Prisma.JobWhereInput {
    return { id: this.job.id, attempt: this.job.attempt, status: "running" };
  }

  #collect(progress: Pending): void {
    this.#percent = Math.max(this.#percent, Math.min(100, Math.floor(progress.percent ?? 0)));
    this.#pending = { ...this.#pending, ...progress, percent: this.#percent };
  }

  #tick(): void {
    this.#ticking = this.#ticking.then(() => this.#write()).catch(() => undefined); // an absent database: the next tick tries again, settling decides
  }

  async #write(): Promise<void> {
    const pending = this.#pending;
    this.#pending = {};
    const [row] = await db()
      .job.updateManyAndReturn({ where: this.#mine(), data: { ...pending, heartbeatAt: new Date() }, select: { cancelRequestedAt: true } })
      .catch((error: unknown) => {
        this.#pending = { ...pending, ...this.#pending };
        throw error;
      });
    if (row === undefined) this.#abort.abort(new AppError("conflict", { reason: "leaseLost" }));
    else if (row.cancelRequestedAt !== null) this.#abort.abort(new AppError("cancelled"));
  }

  #stopTicking(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** Claims a delivered job: raises the attempt number, which fences off every earlier delivery. Undefined when it has ended. */
export async function beginRun(jobId: string): Promise<JobRun | undefined> {
  const now = new Date();
  const [job] = await db().job.updateManyAndReturn({
    where: { id: jobId, held: false, status: { in: ["queued", "running"] } },
    data: { status: "running", attempt: { increment: 1 }, startedAt: now, heartbeatAt: now },
  });
  return job === undefined ? undefined : new JobRun(job);
}

/** Whoever asked for a job, as the actor of what the job does. It has no rights of its own: the asking was checked. */
export function actorOfJob(job: JobRow): Actor {
  return {
    userId: job.userId ?? "",
    userName: job.userName,
    accountId: job.accountId,
    accountName: "",
    accountOwner: false,
    operator: false,
    project: { id: job.projectId, regionId: job.regionId },
    statements: [],
    requestId: job.requestId,
    via: "system",
  };
}

function traceOf(job: JobRow, data: Prisma.JobUpdateManyMutationInput) {
  const outcome =
    data.status === "succeeded" ? ("done" as const) : data.status === "cancelled" ? ("refused" as const) : ("failed" as const);
  const code = data.status === "cancelled" ? ("cancelled" as const) : (data.errorCode as ErrorCode | undefined); // written by fail(), which takes an ErrorCode
  return {
    actor: actorOfJob(job),
    trace: `${job.kind}Job`,
    resourceType: "job",
    resourceId: job.imageId ?? job.serverId ?? job.id,
    resourceName: job.targetName,
    outcome,
    code,
    detail: { jobId: job.id, attempt: job.attempt },
  };
}
