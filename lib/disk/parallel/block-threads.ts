import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { AppError } from "@/lib/platform/errors";
import type { ThreadJob, ThreadReply } from "./block-thread";

/** Where the thread's code is: beside the bundle in production, the TypeScript source otherwise. */
export function blockThreadUrl(): URL {
  const bundled = new URL("./block-thread.mjs", import.meta.url);
  return existsSync(bundled) ? bundled : new URL("./block-thread.ts", import.meta.url);
}

/** What a caller says of a job; the thread gives it its number. */
type Question = ThreadJob extends infer Job ? (Job extends ThreadJob ? Omit<Job, "id"> : never) : never;

/** Buffers of blocks lie outside the heap, but a small heap is collected more often, and they with it: 100 MiB less per import. */
const SMALL_HEAP = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 48 };

interface Waiting {
  resolve(reply: ThreadReply): void;
  reject(error: Error): void;
}

/** One worker thread that answers jobs in the order they come. It keeps the process alive only while an answer is due. */
export class BlockThread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 0;
  private failure: Error | undefined;

  /** The kernel shows the name. */
  constructor(name = "block-thread") {
    this.worker = new Worker(blockThreadUrl(), { name, execArgv: [], env: {}, resourceLimits: SMALL_HEAP });
    this.worker.on("message", (reply: ThreadReply) => {
      const waiting = this.waiting.get(reply.id);
      this.waiting.delete(reply.id);
      if (this.waiting.size === 0) this.worker.unref();
      waiting?.resolve(reply);
    });
    this.worker.on("error", (error) => this.fail(new AppError("internal", { reason: "blockThread" }, { cause: error })));
    this.worker.on("exit", () => this.fail(new AppError("internal", { reason: "blockThread" })));
    this.worker.unref(); // after the listeners: one for messages refs it
  }

  /** Jobs asked and not yet answered. */
  get load(): number {
    return this.waiting.size;
  }

  /** Asks; the buffers named are the thread's from now on. Errors: `internal` when the thread died or was ended. */
  ask(question: Question, buffers: readonly ArrayBuffer[]): Promise<ThreadReply> {
    return new Promise((resolve, reject) => {
      if (this.failure) {
        reject(this.failure);
        return;
      }
      const id = this.nextId++;
      if (this.waiting.size === 0) this.worker.ref();
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ ...question, id }, buffers);
    });
  }

  /** Ends the thread, even in the middle of a job. Resolves when it is gone. */
  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(reason: Error): void {
    this.failure ??= reason;
    for (const { reject } of this.waiting.values()) reject(this.failure);
    this.waiting.clear();
  }
}

/** Some threads that share jobs: each goes to the one with the least to do. */
export class BlockThreads {
  private readonly threads: readonly BlockThread[];

  constructor(count: number, name?: string) {
    this.threads = Array.from({ length: Math.max(1, count) }, () => new BlockThread(name));
  }

  ask(question: Question, buffers: readonly ArrayBuffer[]): Promise<ThreadReply> {
    const idle = this.threads.reduce((best, thread) => (thread.load < best.load ? thread : best));
    return idle.ask(question, buffers);
  }

  async end(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.end()));
  }
}

/** SHA-256 of a stream of buffers, computed on a thread of its own in the order of the calls, which may overlap. */
export class StreamDigest {
  private readonly thread = new BlockThread();

  /** Adds bytes and gives the same memory back. `bytes` must be alone in its ArrayBuffer. */
  async add(bytes: ArrayBuffer): Promise<ArrayBuffer> {
    const reply = await this.thread.ask({ kind: "hash", bytes }, [bytes]);
    return reply.kind === "hashed" && reply.bytes ? reply.bytes : unexpected(reply);
  }

  /** Adds bytes of shared memory, which must stay as they are until then. */
  async addShared(bytes: Uint8Array): Promise<void> {
    const reply = await this.thread.ask({ kind: "hash", bytes }, []);
    if (reply.kind !== "hashed") unexpected(reply);
  }

  /** The digest in hex of all that was added. */
  async finish(): Promise<string> {
    const reply = await this.thread.ask({ kind: "hashEnd" }, []);
    return reply.kind === "hashEnded" ? reply.sha256 : unexpected(reply);
  }

  end(): Promise<void> {
    return this.thread.end();
  }
}

/** A thread failed at a job that cannot fail, or answered something else. */
export function unexpected(reply: ThreadReply): never {
  throw new AppError("internal", { reason: reply.kind === "failed" ? reply.reason : reply.kind });
}
