import { z } from "zod";
import { objectName } from "@/lib/objects/schemas";

export const exportImageInput = z.object({
  imageId: z.uuid(),
  bucketId: z.uuid("bucketRequired"),
  objectName: objectName.refine((name) => name.trim() === name, "objectNameSpaces"),
  /** Any text: what is no export format is refused as such (LIM-42). Left out with `quick`. */
  format: z.string().max(32).default("zvhd2"),
  /** Copies the stored disk as it is: ZVHD2, up to 1 TB. */
  quick: z.boolean().default(false),
});
export type ExportImageInput = z.input<typeof exportImageInput>;

export const retryExportInput = z.object({ jobId: z.uuid() });

/** What a job carries. */
export const exportPayload = z.object({
  bucketId: z.uuid(),
  /** Of the object it will make. */
  resultObjectId: z.uuid(),
  objectName: z.string(),
  format: z.enum(["vmdk", "vhd", "qcow2", "zvhd", "zvhd2"]),
  quick: z.boolean(),
});
export type ExportPayload = z.output<typeof exportPayload>;
