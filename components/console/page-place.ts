import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { NAV_PATHS, placeHref } from "../shell/nav-items";

/** Addresses inside one region and project. */
export function hrefIn({ regionId, projectId }: ConsolePlace, path: string): string {
  return placeHref({ region: regionId, projectId }, path);
}

export { NAV_PATHS };
