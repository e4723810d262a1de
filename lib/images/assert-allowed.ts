import "server-only";
import { AppError } from "@/lib/platform/errors";
import type { ImageAction, RuleContext, RuleImage } from "./rules/rule";
import { whyNot } from "./rules/why-not";

/** Refuses what the rules do not allow. Errors: the code of the first broken rule, with what it is about. */
export function assertAllowed(action: ImageAction, image: RuleImage, context?: RuleContext): void {
  const refusal = whyNot(action, image, context);
  if (refusal !== undefined) throw new AppError(refusal.code, refusal.detail);
}
