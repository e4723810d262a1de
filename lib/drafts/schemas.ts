import { z } from "zod";
import { DRAFT_MAX_LENGTH } from "./constraints";

export const draftIdInput = z.object({ draftId: z.uuid() });

/** Whatever the form holds: half-typed values are what drafts are for. The command that makes the image checks them. */
export const saveDraftInput = draftIdInput.extend({
  form: z.record(z.string().max(64), z.json()).refine((form) => JSON.stringify(form).length <= DRAFT_MAX_LENGTH, "draftTooLong"),
});
