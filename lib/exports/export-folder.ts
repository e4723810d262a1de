import "server-only";
import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/platform/env";

/** All folders of this host in which tools write exported files before they are sent. */
export function exportFolders(): string {
  return path.join(env().dataDir, "exports");
}

/** The empty folder of one job on this host: what an earlier run of it left behind is removed. */
export async function exportFolder(jobId: string): Promise<string> {
  const folder = path.join(exportFolders(), jobId);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Ids of the jobs that have a folder here. */
export async function exportFolderIds(): Promise<string[]> {
  return readdir(exportFolders()).catch(() => []); // no export was made here yet
}

export async function removeExportFolder(jobId: string): Promise<void> {
  await rm(path.join(exportFolders(), jobId), { recursive: true, force: true });
}
