import type { JobView } from "@/lib/jobs/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { NAV_PATHS, placeHref } from "../shell/nav-items";

/** The page of what a job works on; the job list when that is gone. */
export function jobTargetHref(place: ConsolePlace, job: Pick<JobView, "imageId" | "serverId">): string {
  const at = { region: place.regionId, projectId: place.projectId };
  if (job.imageId !== null) return placeHref(at, `${NAV_PATHS.privateImages}/${job.imageId}`);
  if (job.serverId !== null) return placeHref(at, `${NAV_PATHS.servers}/${job.serverId}`);
  return placeHref(at, NAV_PATHS.jobs);
}
