import { z } from "zod";
import { imageDescription, imageName } from "@/lib/images/schemas";
import { ENCRYPTIONS } from "./model";

const copyInput = z.object({
  imageId: z.uuid(),
  name: imageName,
  description: imageDescription.default(""),
  copyTags: z.boolean().default(true),
  /** Waits where it would be refused because others run; it starts by itself when its turn has come. */
  waitTurn: z.boolean().default(false),
});

export const copyImageInput = copyInput.extend({
  encryption: z.enum(ENCRYPTIONS).default("keep"),
  /** With `encrypt`; left out: the project's `ims/default`. With `keep`: the source's own, anything else is refused. */
  keyId: z.uuid().optional(),
});
export type CopyImageInput = z.input<typeof copyImageInput>;

export const copyImageAcrossInput = copyInput.extend({
  targetRegionId: z.string().min(1, "regionRequired").max(64),
  /** Left out: the account's project there. */
  targetProjectId: z.string().length(32).optional(),
  agencyId: z.uuid("agencyRequired"),
  /** Of a full-server image: the vault there for the backup behind it (CPY-14). */
  targetVaultId: z.uuid("vaultRequired").optional(),
});
export type CopyImageAcrossInput = z.input<typeof copyImageAcrossInput>;

export const retryCopyInput = z.object({ jobId: z.uuid(), waitTurn: z.boolean().default(false) });
export const copyOptionsInput = z.object({ imageId: z.uuid() });

/** What a job of either kind carries. */
export const copyPayload = z.object({
  /** Key of the copy inside the region; null: not encrypted. */
  keyId: z.uuid().nullable().default(null),
  agencyId: z.uuid().optional(),
  targetRegionId: z.string().optional(),
  targetProjectId: z.string().optional(),
  /** The backup that goes along with a full-server image (CPY-14). */
  backup: z.object({ sourceId: z.uuid(), id: z.uuid(), vaultId: z.uuid() }).optional(),
});
export type CopyPayload = z.output<typeof copyPayload>;
