import { z } from "zod";
import { objectName } from "@/lib/objects/schemas";

/** Lower-case hex, as `sha256sum` prints it. */
const sha256 = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/);

export const startUploadInput = z.object({
  bucketId: z.uuid(),
  objectName,
  sizeBytes: z.number().int().min(0),
  lastModifiedMs: z.number().int().min(0).optional(),
  /** What the sender says the file is; compared before the object becomes visible. */
  sha256: sha256.optional(),
});

export const uploadIdInput = z.object({ uploadId: z.uuid() });
export const completeUploadInput = z.object({ uploadId: z.uuid(), sha256 });
