import "server-only";
import { convertOriginal } from "@/lib/images/tasks/convert-original";
import { importImage } from "@/lib/images/tasks/import-image";
import { removeImageData } from "@/lib/images/tasks/remove-image-data";
import type { JobKind } from "@/lib/jobs/model";
import { inspectObject } from "@/lib/objects/tasks/inspect-object";
import type { Task } from "@/lib/platform/queue/work";
import { createServer } from "@/lib/servers/tasks/create-server";
import { fillVolume } from "@/lib/servers/tasks/fill-volume";
import { removeServerData } from "@/lib/servers/tasks/remove-server-data";

/** Job kind → what the worker does, and how many of it at once; `heavy` kinds share the configured slots. */
export const REGISTRY: Readonly<Record<JobKind, { task: Task; slots: number | "heavy" }>> = {
  inspectObject: { task: inspectObject, slots: 2 },
  importImage: { task: importImage, slots: "heavy" },
  convertOriginal: { task: convertOriginal, slots: "heavy" },
  removeImageData: { task: removeImageData, slots: 2 },
  createServer: { task: createServer, slots: 8 },
  fillVolume: { task: fillVolume, slots: 2 },
  removeServerData: { task: removeServerData, slots: 2 },
};
