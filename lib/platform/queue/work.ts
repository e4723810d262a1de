import type { Tx } from "../db/client";
import { AppError, isAppError } from "../errors";
import { log } from "../log";
import { queue } from "./boss";
import { beginRun, type JobRow, type JobRun } from "./job-run";

/** Deliveries after which a job that never settles is given up: it kills its workers. */
const MAX_ATTEMPTS = 12;
/** Attempts at work that failed for a reason that may pass. */
const MAX_RETRIES = 4;

/** What the worker does for one job kind. Safe to run twice: outputs are named by the job, effects only through `succeed`. */
export interface Task {
  /** Does the work and settles with `run.succeed`. A thrown AppError that is not retryable ends the job. */
  run(run: JobRun): Promise<void>;
  /** What failing or being cancelled does to the job's target, in the transaction that ends the job. */
  ended(tx: Tx, job: JobRow, error: AppError): Promise<void>;
  /** Removes what an ended run left behind outside the database. Must be repeatable. */
  cleanUp?(job: JobRow): Promise<void>;
}

/** Runs that are under way in this process, for shutdown. */
const running = new Set<JobRun>();

/** Starts taking jobs of one kind, `slots` at a time. Who has ended a job looks for the next one at once, not when the poll comes round. */
export async function work(kind: string, task: Task, slots: number): Promise<void> {
  const boss = await queue({ worker: true });
  const options = { batchSize: 1, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5, heartbeatRefreshSeconds: 3 };
  for (let slot = 0; slot < slots; slot++) {
    const id: string = await boss.work<{ jobId: string }>(kind, options, async ([delivery]) => {
      if (delivery !== undefined) await deliver(delivery.data.jobId, task).finally(() => boss.notifyWorker(id));
    });
  }
}

/** Hands back everything that runs here: the queue delivers it again to whoever is there. */
export function abortRunning(): void {
  for (const run of running) run.abort(new AppError("storageUnavailable", { reason: "shutdown" }));
}

/** One delivery from claim to settlement. Throws to have the queue deliver again. */
export async function deliver(jobId: string, task: Task): Promise<void> {
  const run = await beginRun(jobId);
  if (run === undefined) return;
  running.add(run);
  try {
    if (run.job.attempt > MAX_ATTEMPTS) throw new AppError("internal", { reason: "attempts" });
    await task.run(run);
  } catch (cause) {
    await end(run, task, cause);
  } finally {
    running.delete(run);
  }
}

async function end(run: JobRun, task: Task, cause: unknown): Promise<void> {
  const error = run.signal.aborted && isAppError(run.signal.reason) ? run.signal.reason : cause;
  const known = isAppError(error) ? error : new AppError("internal", {}, { cause: error });
  const fields = { jobId: run.job.id, kind: run.job.kind, attempt: run.job.attempt, requestId: run.job.requestId };
  if (known.code === "conflict" && known.detail.reason === "leaseLost") {
    log.warn(fields, "another worker has this job now");
    return;
  }
  if (known.code === "cancelled") {
    if (await run.cancel((tx) => task.ended(tx, run.job, known))) await task.cleanUp?.(run.job);
    return;
  }
  const handedBack = known.detail.reason === "shutdown";
  if (handedBack || ((known.retryable || !isAppError(error)) && run.job.attempt <= MAX_RETRIES)) {
    log.warn({ ...fields, err: cause }, "job goes back to the queue");
    await run.release();
    throw known;
  }
  log.error({ ...fields, err: cause }, "job failed");
  if (await run.fail(known.code, known.detail, (tx) => task.ended(tx, run.job, known))) await task.cleanUp?.(run.job);
}
