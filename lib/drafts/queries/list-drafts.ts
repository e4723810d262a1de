import "server-only";
import { z } from "zod";
import { query } from "@/lib/platform/operation/query";
import { draftsOf } from "../drafts-of";
import type { DraftView } from "../model";

const formSchema = z.record(z.string(), z.unknown()).catch({});

/** The forms of new images that the acting user has not sent yet, newest first. */
export const listDrafts = query({
  permission: "ims:serverImages:create",
  input: z.object({}),
  async run({ db, scope }): Promise<readonly DraftView[]> {
    const rows = await db.imageDraft.findMany({ where: draftsOf(scope), orderBy: { updatedAt: "desc" } });
    return rows.map(({ id, form, updatedAt }) => ({ id, form: formSchema.parse(form), updatedAt: updatedAt.toISOString() }));
  },
});
