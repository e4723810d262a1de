import "server-only";
import { z } from "zod";
import { query } from "@/lib/platform/operation/query";
import type { PredefinedTag } from "../model";

/** The tags the account keeps ready, by key and value. */
export const listPredefinedTags = query({
  permission: "tms:predefineTags:list",
  input: z.object({}),
  async run({ db, scope: { accountId } }): Promise<readonly PredefinedTag[]> {
    const rows = await db.predefinedTag.findMany({ where: { accountId }, orderBy: [{ key: "asc" }, { value: "asc" }] });
    return rows.map(({ key, value, createdAt }) => ({ key, value, createdAt: createdAt.toISOString() }));
  },
});
