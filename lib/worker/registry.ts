import "server-only";
import { createBackup } from "@/lib/backups/tasks/create-backup";
import { createWholeImage } from "@/lib/backups/tasks/create-whole-image";
import { removeBackupData } from "@/lib/backups/tasks/remove-backup-data";
import { restoreBackup } from "@/lib/backups/tasks/restore-backup";
import { copyImage } from "@/lib/copies/tasks/copy-image";
import { copyImageAcross } from "@/lib/copies/tasks/copy-image-across";
import { exportImage } from "@/lib/exports/tasks/export-image";
import { convertOriginal } from "@/lib/images/tasks/convert-original";
import { importImage } from "@/lib/images/tasks/import-image";
import { removeImageData } from "@/lib/images/tasks/remove-image-data";
import { scrubImage } from "@/lib/images/tasks/scrub-image";
import type { JobKind } from "@/lib/jobs/model";
import { inspectObject } from "@/lib/objects/tasks/inspect-object";
import type { Task } from "@/lib/platform/queue/work";
import { createServer } from "@/lib/servers/tasks/create-server";
import { reinstallServer } from "@/lib/servers/tasks/reinstall-server";
import { removeServerData } from "@/lib/servers/tasks/remove-server-data";
import { createImageFromVolume } from "@/lib/volumes/tasks/create-image-from-volume";
import { createVolume } from "@/lib/volumes/tasks/create-volume";
import { fillVolume } from "@/lib/volumes/tasks/fill-volume";
import { growVolume } from "@/lib/volumes/tasks/grow-volume";
import { removeVolumeData } from "@/lib/volumes/tasks/remove-volume-data";

/** Job kind → what the worker does, and how many of it at once; `heavy` kinds share the configured slots. */
export const REGISTRY: Readonly<Record<JobKind, { task: Task; slots: number | "heavy" }>> = {
  inspectObject: { task: inspectObject, slots: 2 },
  importImage: { task: importImage, slots: "heavy" },
  convertOriginal: { task: convertOriginal, slots: "heavy" },
  removeImageData: { task: removeImageData, slots: 2 },
  scrubImage: { task: scrubImage, slots: 1 },
  createServer: { task: createServer, slots: 8 },
  fillVolume: { task: fillVolume, slots: 2 },
  copyImage: { task: copyImage, slots: "heavy" },
  copyImageAcross: { task: copyImageAcross, slots: "heavy" },
  exportImage: { task: exportImage, slots: "heavy" },
  removeServerData: { task: removeServerData, slots: 2 },
  reinstallServer: { task: reinstallServer, slots: 2 },
  createVolume: { task: createVolume, slots: 2 },
  growVolume: { task: growVolume, slots: 2 },
  removeVolumeData: { task: removeVolumeData, slots: 2 },
  createImageFromVolume: { task: createImageFromVolume, slots: "heavy" },
  createWholeImage: { task: createWholeImage, slots: "heavy" },
  createBackup: { task: createBackup, slots: "heavy" },
  restoreBackup: { task: restoreBackup, slots: 2 },
  removeBackupData: { task: removeBackupData, slots: 1 },
};
