import { z } from "zod";
import {
  BUCKET_NAME_MAX_LENGTH,
  BUCKET_NAME_MIN_LENGTH,
  OBJECT_NAME_MAX_BYTES,
  OBJECT_NAME_PATTERN,
  OBJECT_PAGE_SIZES,
} from "./constraints";
import { isBucketName } from "./model";

export const bucketName = z
  .string()
  .min(BUCKET_NAME_MIN_LENGTH, "bucketNameLength")
  .max(BUCKET_NAME_MAX_LENGTH, "bucketNameLength")
  .refine(isBucketName, "bucketNameCharacters");

export const objectName = z
  .string()
  .regex(OBJECT_NAME_PATTERN, "objectNameCharacters")
  .refine((name) => new TextEncoder().encode(name).length <= OBJECT_NAME_MAX_BYTES, "objectNameLength");

export const createBucketInput = z.object({ name: bucketName });
export const bucketIdInput = z.object({ bucketId: z.uuid() });
export const objectIdInput = z.object({ objectId: z.uuid() });

/** `prefix` is matched as it stands; `cursor` is opaque. Objects come in the order of their names. */
export const objectListInput = z.object({
  bucketId: z.uuid(),
  prefix: z.string().max(OBJECT_NAME_MAX_BYTES).default(""),
  size: z.union(OBJECT_PAGE_SIZES.map((size) => z.literal(size))).default(50),
  cursor: z.string().max(4096).optional(),
});

export type ObjectListFilter = z.output<typeof objectListInput>;

/** Reads a filter from URL parameters: what is unknown or wrong becomes its default, so a bad link still opens. */
export function parseObjectSearch(bucketId: string, search: Readonly<Record<string, string | undefined>>): ObjectListFilter {
  const { shape } = objectListInput;
  return {
    bucketId,
    prefix: shape.prefix.catch("").parse(search.prefix),
    size: shape.size.catch(50).parse(Number(search.size ?? 50)),
    cursor: shape.cursor.catch(undefined).parse(search.cursor),
  };
}
