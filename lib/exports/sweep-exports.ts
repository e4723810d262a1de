import "server-only";
import { db } from "@/lib/platform/db/client";
import { exportFolderIds, removeExportFolder } from "./export-folder";

/** Removes what killed exports left on this host's disk. Safe at any time: unfinished jobs keep their folders. */
export async function sweepExports(): Promise<void> {
  for (const id of await exportFolderIds()) {
    const isBusy = await db().job.count({ where: { id, status: { in: ["queued", "running"] } } });
    if (isBusy === 0) await removeExportFolder(id);
  }
}
