import "server-only";
import { GIB } from "@/lib/disk/model";
import { env } from "@/lib/platform/env";

/** Largest files of a normal and of a quick import, as configured (AMB-36). Unit: bytes. */
export function importLimits(): { normalBytes: number; quickBytes: number } {
  return { normalBytes: env().IMS_IMPORT_MAX_GB * GIB, quickBytes: env().IMS_QUICK_IMPORT_MAX_GB * GIB };
}
