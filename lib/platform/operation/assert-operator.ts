import { AppError } from "../errors";
import type { Actor } from "./actor";
import type { Permission } from "./authorize";

/** Refuses whoever does not run the platform. Errors: `permissionDenied` { action }. */
export function assertOperator(actor: Actor, action: Permission): void {
  if (!actor.operator) throw new AppError("permissionDenied", { action });
}
