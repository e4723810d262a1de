import type { Upload, UploadOptions } from "tus-js-client";
import { objectDownloadPath } from "@/lib/objects/model";
import { UPLOAD_CHUNK_BYTES } from "@/lib/uploads/constraints";
import { UPLOAD_METADATA, uploadsPath } from "@/lib/uploads/model";
import type { FileHasher } from "./file-hasher";
import type { ManagedUpload, UploadProblem, UploadTarget } from "./upload-model";
import { mayPass, NO_ANSWER, problemOf, RETRY_DELAYS_MS } from "./upload-problem";
import { UploadRate } from "./upload-rate";

/** What an upload needs of its surroundings; a browser has it all. */
export interface UploadSurroundings {
  readonly openHasher: (file: File) => FileHasher;
  readonly fetch: typeof fetch;
  /** Put before every path; empty in a browser. */
  readonly origin: string;
  readonly tus?: Partial<UploadOptions>;
}

export interface NewUpload {
  readonly id: string;
  readonly target: UploadTarget;
  readonly file: File;
  /** An interrupted upload to continue. */
  readonly uploadId?: string | undefined;
}

/** The protocol is fetched with the first upload: most pages never send a byte. */
const loadTus = () => import("tus-js-client");

/** One file on its way: bytes by tus in slices, its digest beside, and both sides' digests compared at the end. */
export class UploadTask {
  readonly #rate = new UploadRate();
  #hasher: FileHasher | undefined;
  #tus: Upload | undefined;
  /** Counts starts and stops, so that what was stopped while tus was fetched does not begin after all. */
  #turn = 0;
  #view: ManagedUpload;

  constructor(
    private readonly upload: NewUpload,
    private readonly around: UploadSurroundings,
    private readonly onChange: () => void,
  ) {
    const { id, target, file, uploadId } = upload;
    this.#view = { id, target, name: file.name, state: "waiting", doneBytes: 0, totalBytes: file.size, uploadId };
  }

  get view(): ManagedUpload {
    return this.#view;
  }

  get file(): File {
    return this.upload.file;
  }

  /** Waits for its turn (again). */
  queue(): void {
    this.#set({ state: "waiting", problem: undefined });
  }

  start(): void {
    this.#hasher ??= this.around.openHasher(this.file);
    this.#rate.reset();
    this.#set({ state: "uploading", problem: undefined });
    const turn = ++this.#turn;
    loadTus().then(
      ({ Upload }) => turn === this.#turn && this.#send(new Upload(this.file, this.#options())),
      (error: unknown) => turn === this.#turn && this.#stop(error),
    );
  }

  #send(tus: Upload): void {
    this.#tus = tus;
    tus.start();
  }

  /** Stops sending; what the service has, it keeps. */
  pause(problem?: UploadProblem): void {
    this.#turn++;
    void this.#tus?.abort();
    this.#set({ state: "paused", problem, rate: undefined, secondsLeft: undefined });
  }

  /** Stops for good and has the service forget it. */
  async cancel(): Promise<void> {
    this.#turn++;
    this.#hasher?.close();
    await this.#tus?.abort();
    const { uploadId, state } = this.#view;
    if (uploadId === undefined || state === "done" || state === "checking") return;
    const { Upload } = await loadTus();
    await Upload.terminate(this.#urlOf(uploadId), this.#options());
  }

  #options(): UploadOptions {
    const { file, target } = this.upload;
    const { uploadId } = this.#view;
    const { bucketId, name, lastModifiedMs } = UPLOAD_METADATA;
    return {
      // Once the upload has an address it is continued there or not at all: tus would otherwise begin another one.
      ...(uploadId === undefined ? { endpoint: `${this.around.origin}${uploadsPath(target)}` } : { uploadUrl: this.#urlOf(uploadId) }),
      metadata: { [bucketId]: target.bucketId, [name]: file.name, [lastModifiedMs]: String(file.lastModified) },
      chunkSize: UPLOAD_CHUNK_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      storeFingerprintForResuming: false,
      onShouldRetry: mayPass,
      onUploadUrlAvailable: () => this.#set({ uploadId: this.#tus?.url?.split("/").at(-1) }),
      onProgress: (sent) => this.#progress(sent),
      onChunkComplete: (_size, accepted) => this.#hasher?.upTo(accepted + UPLOAD_CHUNK_BYTES),
      onSuccess: () => void this.#check(),
      onError: (error) => this.#stop(error),
      ...this.around.tus,
    };
  }

  #urlOf(uploadId: string): string {
    return `${this.around.origin}${uploadsPath(this.upload.target)}/${uploadId}`;
  }

  #progress(doneBytes: number): void {
    this.#rate.note(doneBytes, Date.now());
    this.#set({ doneBytes, rate: this.#rate.perSecond, secondsLeft: this.#rate.secondsFor(this.file.size - doneBytes) });
  }

  #stop(error: unknown): void {
    const problem = problemOf(error);
    if (problem.code === "unauthenticated") this.#set({ state: "signInAgain", problem });
    // What may pass, and a full store, leave the upload where it is; anything else needs another decision.
    else if (mayPass(error) || problem.code === "storageFull") this.pause(problem);
    else this.#fail(problem);
  }

  async #check(): Promise<void> {
    this.#set({ state: "checking", doneBytes: this.file.size, rate: undefined, secondsLeft: undefined });
    this.#hasher?.upTo(this.file.size);
    // A file that changed or went away on the way has no digest, so it cannot be the one that arrived.
    const ours = await this.#hasher?.digest.catch(() => undefined);
    const theirs = await this.#stored().catch(() => undefined);
    if (theirs === undefined) this.pause(NO_ANSWER);
    else if (ours !== theirs) this.#fail({ code: "digestMismatch", detail: { declared: ours ?? "", found: theirs } });
    else this.#finish(theirs);
  }

  #finish(sha256: string): void {
    this.#hasher?.close();
    this.#set({ state: "done", sha256 });
  }

  /** Trying again begins anew: the service answers with the same upload if it still has it. */
  #fail(problem: UploadProblem): void {
    this.#hasher?.close();
    this.#hasher = undefined;
    this.#set({ state: "failed", problem, uploadId: undefined, rate: undefined, secondsLeft: undefined });
  }

  /** The digest that the service computed, as the object's entity tag tells it. */
  async #stored(): Promise<string | undefined> {
    const url = `${this.around.origin}${objectDownloadPath(this.upload.target, this.#view.uploadId ?? "")}`;
    const response = await this.around.fetch(url, { method: "HEAD" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.headers.get("etag")?.replaceAll('"', "");
  }

  #set(change: Partial<ManagedUpload>): void {
    this.#view = { ...this.#view, ...change };
    this.onChange();
  }
}
