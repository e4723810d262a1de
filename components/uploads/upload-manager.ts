import { fingerprintOf, isUnfinished, type ManagedUpload, type UploadTarget } from "./upload-model";
import { NO_ANSWER } from "./upload-problem";
import { type UploadSurroundings, UploadTask } from "./upload-task";

/** Files that are sent at the same time; more only share the same line. */
const SIDE_BY_SIDE = 2;

/** The uploads of one tab: a few at a time, the rest wait. Knows nothing of React; lives as long as the tab. */
export class UploadManager {
  readonly #tasks = new Map<string, UploadTask>();
  readonly #listeners = new Set<() => void>();
  #snapshot: readonly ManagedUpload[] = [];

  constructor(private readonly around: UploadSurroundings) {}

  /** Calls back after every change; answers how to stop that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The same array until something changes. */
  readonly getSnapshot = (): readonly ManagedUpload[] => this.#snapshot;

  /** Begins an upload, or continues an interrupted one; the same file again is the upload there is. Answers its id in this tab. */
  add(target: UploadTarget, file: File, uploadId?: string): string {
    const id = fingerprintOf(target, file);
    const existing = this.#tasks.get(id);
    if (existing !== undefined && existing.view.state !== "done" && existing.view.state !== "failed") {
      this.resume(id);
      return id;
    }
    this.#tasks.set(id, new UploadTask({ id, target, file, uploadId }, this.around, () => this.#changed()));
    this.#changed();
    this.#pump();
    return id;
  }

  pause(id: string): void {
    const task = this.#tasks.get(id);
    if (task?.view.state === "uploading" || task?.view.state === "waiting") task.pause();
  }

  /** Goes on after a pause, a problem or a new sign-in, when it is its turn. */
  resume(id: string): void {
    const task = this.#tasks.get(id);
    if (task === undefined || isUnfinished(task.view) || task.view.state === "done") return;
    task.queue();
    this.#pump();
  }

  /** Goes on with everything that only waited for the network. */
  resumeOnline(): void {
    for (const { id, problem } of this.#snapshot) if (problem?.code === NO_ANSWER.code) this.resume(id);
  }

  /** Takes an upload off the list; an unfinished one is forgotten by the service, too. */
  async cancel(id: string): Promise<void> {
    const task = this.#tasks.get(id);
    this.#tasks.delete(id);
    this.#changed();
    this.#pump();
    await task?.cancel();
  }

  #pump(): void {
    const tasks = [...this.#tasks.values()];
    const sending = tasks.filter(({ view }) => view.state === "uploading").length;
    for (const task of tasks.filter(({ view }) => view.state === "waiting").slice(0, Math.max(0, SIDE_BY_SIDE - sending))) task.start();
  }

  #changed(): void {
    const before = this.#snapshot.filter(({ state }) => state === "uploading").length;
    this.#snapshot = [...this.#tasks.values()].map(({ view }) => view);
    for (const listener of this.#listeners) listener();
    if (this.#snapshot.filter(({ state }) => state === "uploading").length < before) queueMicrotask(() => this.#pump());
  }
}
