/** A resumable upload (上传) of a file into a bucket. Its id becomes the id of the object. */
export interface UploadView {
  readonly id: string;
  readonly bucketId: string;
  readonly bucketName: string;
  readonly objectName: string;
  readonly sizeBytes: number;
  /** Bytes the service had at the end of the last request; after a crash it may have more. */
  readonly receivedBytes: number;
  /** When the file was last changed on its own machine, to recognise it. Unit: milliseconds since 1970; null: not told. */
  readonly lastModifiedMs: number | null;
  /** Whether the user who asks began it. */
  readonly own: boolean;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** The names a tus client gives to what it says of a file. */
export const UPLOAD_METADATA = { bucketId: "bucketId", name: "filename", lastModifiedMs: "lastModified", sha256: "sha256" } as const;

/** Where uploads of a project are made and resumed, by tus 1.0; answered outside Next by `createTusHandler`. */
export function uploadsPath(place: { readonly regionId: string; readonly projectId: string }): string {
  return `/uploads/r/${encodeURIComponent(place.regionId)}/p/${encodeURIComponent(place.projectId)}`;
}
