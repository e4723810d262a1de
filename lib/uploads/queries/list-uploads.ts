import "server-only";
import { z } from "zod";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { UPLOADS_SHOWN_MAX } from "../constraints";
import type { UploadView } from "../model";
import { uploadsOf } from "../uploads-of";
import { toUploadView, uploadSelect } from "../views";

/** The project's unfinished uploads, newest first: what can be continued by choosing the same file again. */
export const listUploads = query({
  permission: "obs:objects:list",
  input: z.object({}),
  async run({ db, scope }): Promise<UploadView[]> {
    const where = { AND: [uploadsOf(inProject(scope)), { status: "open" as const, expiresAt: { gt: new Date() } }] };
    const rows = await db.upload.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: UPLOADS_SHOWN_MAX,
      select: uploadSelect,
    });
    return rows.map((row) => toUploadView(row, scope.userId));
  },
});
