import "server-only";
import { isAllowed, type Permission } from "@/lib/platform/operation/authorize";
import { statementsOf } from "@/lib/platform/operation/system-permissions";

/** Whether an agency lets the image service do something in a project: it holds its permission in its own project only. */
export function agencyAllows(
  agency: { readonly permission: string; readonly projectId: string },
  permission: Permission,
  projectId: string,
): boolean {
  return agency.projectId === projectId && isAllowed(statementsOf(agency), permission, projectId);
}
