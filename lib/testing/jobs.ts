import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import type { JobRun } from "@/lib/platform/queue/job-run";
import { deliver, type Task } from "@/lib/platform/queue/work";
import { REGISTRY } from "@/lib/worker/registry";
import { projectOf } from "./factories";

/** More deliveries than any job takes before it is given up. */
const DELIVERIES_MAX = 40;

/** The registered task of a kind of job. */
export function taskOf(kind: string): Task {
  const entry = Object.entries(REGISTRY).find(([name]) => name === kind);
  if (entry === undefined) throw new Error(`no task of the kind ${kind}`);
  return entry[1].task;
}

/** One delivery of a job in this process, as a worker's. What would make the queue deliver again is answered, not thrown. */
export async function deliverJob(jobId: string, onRun?: (run: JobRun) => void): Promise<unknown> {
  const { kind } = await db().job.findUniqueOrThrow({ where: { id: jobId }, select: { kind: true } });
  const task = taskOf(kind);
  const watched: Task = {
    ...task,
    run(run) {
      onRun?.(run);
      return task.run(run);
    },
  };
  return deliver(jobId, watched).catch((error: unknown) => error);
}

/** Works off every queued job of the actor's project, and those that follow from them, in order. */
export async function runJobs(actor: Actor): Promise<void> {
  const { id: projectId } = projectOf(actor);
  for (let deliveries = 0; deliveries < DELIVERIES_MAX; deliveries++) {
    const job = await db().job.findFirst({
      where: { projectId, status: "queued", held: false },
      orderBy: { createdAt: "asc" },
      select: { id: true },
    });
    if (job === null) return;
    await deliverJob(job.id);
  }
  throw new Error("the jobs of this project do not come to an end");
}

/** Does something once a run has entered a stage, before the work of that stage begins; what it changed the run sees at once. */
export function atStage(name: string, act: (run: JobRun) => unknown): (run: JobRun) => void {
  return (run) => {
    const enter = run.stage.bind(run);
    run.stage = async (stage, progress) => {
      await enter(stage, progress);
      if (stage !== name) return;
      await act(run);
      await enter(stage, progress); // as the next tick would
    };
  };
}
