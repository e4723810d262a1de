import "server-only";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { AppError } from "../errors";
import type { DigestReply, DigestRequest } from "./digest-thread";

/** Threads of this process, however many uploads run. Started when needed and kept. */
const MAX_THREADS = 4;
/** A thread sees shared memory and keeps nothing: a heap of the usual size would only be collected late. */
const SMALL_HEAP = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 };

/** One digest in the making, on a thread. Bytes in shared memory must stay as they are until `update` has resolved. */
export interface Lane {
  update(bytes: Uint8Array): Promise<void>;
  /** The digest of everything given so far, in hex. */
  digest(): Promise<string>;
  close(): void;
}

interface Thread {
  readonly worker: Worker;
  /** Per lane, who waits for the next answers, in order. */
  readonly waiting: Map<number, PromiseWithResolvers<string>[]>;
  unanswered: number;
}

const threads = new Set<Thread>();
let laneCount = 0;

/** Opens a lane on the thread with the fewest lanes, so that the digests of one upload run side by side. */
export function openLane(algorithm: string): Lane {
  const lane = ++laneCount;
  const thread = pickThread();
  thread.waiting.set(lane, []);
  post(thread, { kind: "open", lane, algorithm });
  return {
    update: async (bytes) => void (await ask(thread, { kind: "bytes", lane, bytes })),
    digest: async () => await ask(thread, { kind: "end", lane }),
    close() {
      post(thread, { kind: "forget", lane });
      thread.waiting.delete(lane);
    },
  };
}

function pickThread(): Thread {
  const [leastBusy] = [...threads].sort((a, b) => a.waiting.size - b.waiting.size);
  if (leastBusy !== undefined && (leastBusy.waiting.size === 0 || threads.size >= MAX_THREADS)) return leastBusy;
  return startThread();
}

function startThread(): Thread {
  const worker = new Worker(threadUrl(), { name: "digest", execArgv: [], resourceLimits: SMALL_HEAP });
  const thread: Thread = { worker, waiting: new Map(), unanswered: 0 };
  threads.add(thread);
  worker.on("message", (reply: DigestReply) => {
    thread.unanswered -= 1;
    if (thread.unanswered === 0) worker.unref();
    thread.waiting.get(reply.lane)?.shift()?.resolve(reply.hex);
  });
  worker.on("error", (cause) => fail(thread, cause));
  worker.on("exit", () => fail(thread, new Error("the thread ended")));
  worker.unref(); // after the listeners: one for messages refs it
  return thread;
}

/** A dead thread takes its lanes with it; the next lane gets a new thread. */
function fail(thread: Thread, cause: unknown): void {
  threads.delete(thread);
  const lost = [...thread.waiting.values()].flat();
  thread.waiting.clear();
  for (const waiter of lost) waiter.reject(new AppError("internal", { reason: "digestThread" }, { cause }));
}

/** While an answer is due the thread keeps the process alive, otherwise not. */
async function ask(thread: Thread, request: DigestRequest): Promise<string> {
  const queue = thread.waiting.get(request.lane);
  if (queue === undefined) throw new AppError("internal", { reason: "digestThread" });
  const answer = Promise.withResolvers<string>();
  queue.push(answer);
  thread.unanswered += 1;
  thread.worker.ref();
  post(thread, request);
  return await answer.promise;
}

function post(thread: Thread, request: DigestRequest): void {
  thread.worker.postMessage(request);
}

/** The thread's file: beside the bundle, in the source tree, or (inside the bundle of Next) in the folder that the start names. */
function threadUrl(): URL {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const candidates = [path.join(here, "digest-thread.mjs"), path.join(here, "digest-thread.ts")];
  const { IMS_DIST_DIR } = process.env;
  if (IMS_DIST_DIR !== undefined) candidates.push(path.resolve(IMS_DIST_DIR, "digest-thread.mjs"));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw new AppError("internal", { reason: "digestThread" });
  return pathToFileURL(found);
}
