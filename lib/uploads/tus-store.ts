import "server-only";
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { DataStore, ERRORS, Upload } from "@tus/server";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { gather } from "@/lib/platform/storage/gather";
import type { StagedObject } from "@/lib/platform/storage/storage";
import { storageOf } from "@/lib/regions/storage-of";
import { cancelUpload } from "./commands/cancel-upload";
import { startUpload } from "./commands/start-upload";
import { UPLOAD_STALL_MS } from "./constraints";
import { UPLOAD_LIFE_MS } from "./expiry-from";
import { finishUpload, isPublished, stageOf } from "./finish-upload";
import { UPLOAD_METADATA } from "./model";
import { noteProgress } from "./note-progress";
import { getUpload } from "./queries/get-upload";
import { digestOf } from "./upload-digest";
import type { UploadLocker } from "./upload-locker";
import type { UploadRow } from "./views";

interface TusRequest {
  readonly request: IncomingMessage;
  readonly actor: Actor;
  readonly locker: UploadLocker;
}

/** What a tus server does for one request of one actor: every right is checked by the operations behind it. */
export class TusStore extends DataStore {
  override extensions = ["creation", "termination", "expiration"];
  #upload: UploadRow | undefined;

  constructor(private readonly tus: TusRequest) {
    super();
  }

  override getExpiration(): number {
    return UPLOAD_LIFE_MS;
  }

  /** Gives the upload its own id; an empty file is complete at once. */
  override async create(upload: Upload): Promise<Upload> {
    const { uploadId } = await startUpload(this.tus.actor, inputOf(upload));
    upload.id = uploadId;
    if (upload.size === 0) await this.getUpload(uploadId);
    return upload;
  }

  /** Where an upload stands. One that has all its bytes and was not ended by the process that took them is ended here. */
  override async getUpload(uploadId: string): Promise<Upload> {
    const row = await getUpload(this.tus.actor, { uploadId });
    if (row.status === "cancelled" || row.expiresAt < new Date()) throw ERRORS.FILE_NO_LONGER_EXISTS;
    const size = Number(row.sizeBytes);
    if (row.status === "completed") return this.#answer(row, size);
    const staged = await stageOf(row);
    const received = await staged.size();
    const published = received === 0 && (await isPublished(storageOf(row.bucket.regionId), row));
    if (published || received === size) await finishUpload(this.tus.actor, row, staged, published);
    return this.#answer(row, published ? size : received);
  }

  /**
   * Appends the body of the request. It is read from the request itself: tus would lead it through two web streams, at half the
   * speed. What arrived before a broken connection is kept. Errors: `storageFull`, those of `finishUpload`.
   */
  override async write(unused: Readable, uploadId: string, offset: number): Promise<number> {
    unused.resume();
    const row = this.#upload;
    if (row?.id !== uploadId) throw new AppError("internal", { reason: "uploadNotLoaded" });
    const staged = await stageOf(row);
    const end = await this.#append(row, staged, offset).finally(() => this.tus.request.setTimeout(0));
    await noteProgress(uploadId, end);
    if (end === Number(row.sizeBytes)) await finishUpload(this.tus.actor, row, staged, false);
    else digestOf(uploadId).follow(end, (range) => staged.read(range));
    return end;
  }

  override async remove(uploadId: string): Promise<void> {
    await cancelUpload(this.tus.actor, { uploadId });
  }

  async #append(row: UploadRow, staged: StagedObject, offset: number): Promise<number> {
    const { request, locker } = this.tus;
    const digests = await digestOf(row.id).at(offset);
    request.setTimeout(UPLOAD_STALL_MS, () => request.destroy());
    return staged.append(gather(request, { digests, maxBytes: Number(row.sizeBytes) - offset, signal: locker.lost }), offset, locker.lost);
  }

  #answer(row: UploadRow, offset: number): Upload {
    this.#upload = row;
    // tus counts an upload's life from its creation, we from its last byte.
    const began = new Date(row.expiresAt.getTime() - UPLOAD_LIFE_MS);
    return new Upload({ id: row.id, size: Number(row.sizeBytes), offset, creation_date: began.toISOString() });
  }
}

/** The upload a client asks for, in the words of `startUpload`, which checks it. */
function inputOf({ metadata = {}, size }: Upload) {
  const lastModified = metadata[UPLOAD_METADATA.lastModifiedMs];
  return {
    bucketId: metadata[UPLOAD_METADATA.bucketId] ?? "",
    objectName: metadata[UPLOAD_METADATA.name] ?? "",
    sizeBytes: size ?? Number.NaN,
    lastModifiedMs: lastModified === undefined || lastModified === null ? undefined : Number(lastModified),
    sha256: metadata[UPLOAD_METADATA.sha256] ?? undefined,
  };
}
