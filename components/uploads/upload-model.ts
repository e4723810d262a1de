import type { ErrorCode } from "@/lib/platform/errors";
import type { UploadView } from "@/lib/uploads/model";

export type UploadState = "waiting" | "uploading" | "paused" | "checking" | "done" | "failed" | "signInAgain";

/** Where a file goes. */
export interface UploadTarget {
  readonly regionId: string;
  readonly projectId: string;
  readonly bucketId: string;
}

/** Why an upload stands still, in the words of the error table; `network` when nobody answered. */
export interface UploadProblem {
  readonly code: ErrorCode | "network";
  readonly detail: Readonly<Record<string, unknown>>;
}

/** An upload of this tab, as it is shown. A new object for every change. Units: bytes, seconds. */
export interface ManagedUpload {
  readonly id: string;
  readonly target: UploadTarget;
  readonly name: string;
  readonly state: UploadState;
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly rate?: number | undefined;
  readonly secondsLeft?: number | undefined;
  readonly problem?: UploadProblem | undefined;
  /** The upload's id at the service, which becomes the object's. */
  readonly uploadId?: string | undefined;
  /** The digest that both sides agree on. */
  readonly sha256?: string | undefined;
}

/** Whether closing the tab now would interrupt it. */
export function isUnfinished({ state }: ManagedUpload): boolean {
  return state === "waiting" || state === "uploading" || state === "checking";
}

/** What makes a file the same file: where it goes, its name, size and time of change. */
export function fingerprintOf(target: UploadTarget, file: Pick<File, "name" | "size" | "lastModified">): string {
  return JSON.stringify([target.regionId, target.projectId, target.bucketId, file.name, file.size, file.lastModified]);
}

/** The interrupted upload that this file continues, if any. */
export function interruptedOf(
  file: Pick<File, "name" | "size" | "lastModified">,
  bucketId: string,
  uploads: readonly UploadView[],
): UploadView | undefined {
  return uploads.find(
    (upload) =>
      upload.own &&
      upload.bucketId === bucketId &&
      upload.objectName === file.name &&
      upload.sizeBytes === file.size &&
      upload.lastModifiedMs === file.lastModified,
  );
}
