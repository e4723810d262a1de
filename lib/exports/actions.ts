"use server";

import { toAction } from "@/lib/platform/http/action";
import { exportImage } from "./commands/export-image";
import { retryExport } from "./commands/retry-export";

export const exportImageAction = toAction(exportImage);
export const retryExportAction = toAction(retryExport);
