import type { DetectedOs, DiskFacts } from "@/lib/disk/model";
import { BUCKET_NAME_PATTERN, IPV4_PATTERN } from "./constraints";

/** A bucket (桶) of the Object Storage Service, 对象存储服务, OBS: where image files come from and exports go to (REL-03). */
export interface BucketView {
  readonly id: string;
  readonly name: string;
  readonly regionId: string;
  readonly objectCount: number;
  /** What the objects take together. Unit: bytes. */
  readonly totalBytes: number;
  readonly createdAt: string;
}

/** An object (对象) in a bucket. */
export interface ObjectView {
  readonly id: string;
  readonly bucketId: string;
  readonly bucketName: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** 64 hexadecimal digits, computed by the service while the bytes arrived. */
  readonly sha256: string;
  /** What a look inside found; null until there was one. */
  readonly inspection: ObjectInspection | null;
  readonly createdAt: string;
}

export interface ObjectPage {
  readonly items: readonly ObjectView[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

/** Whether a name obeys the naming rules of S3, apart from its length. */
export function isBucketName(name: string): boolean {
  return BUCKET_NAME_PATTERN.test(name) && !IPV4_PATTERN.test(name) && !name.startsWith("xn--");
}

/** Where a browser fetches an object's bytes; answered outside Next by `handleObjectDownload`. */
export function objectDownloadPath(place: { readonly regionId: string; readonly projectId: string }, objectId: string): string {
  return `/objects/r/${encodeURIComponent(place.regionId)}/p/${encodeURIComponent(place.projectId)}/${objectId}`;
}

/** What the worker found inside a file: what it holds, or why it cannot become an image. */
export type ObjectInspection =
  | {
      readonly state: "ok";
      readonly facts: DiskFacts;
      readonly os: DetectedOs | null;
      /** What the disk came out of, e.g. `gzip` or `ova`. */
      readonly wrapper?: string;
      /** What the file's name says, where its content says otherwise, e.g. `VHD`; the content counts. */
      readonly nameSays?: string;
    }
  | { readonly state: "refused"; readonly code: string; readonly detail: Readonly<Record<string, unknown>> };
