import "server-only";
import { AppError } from "@/lib/platform/errors";
import { type ImageSource, type SourceRoute, whyNotSource } from "../rules/source-rules";

/** Refuses what no image can be made of. Errors: the code of the first broken rule, with what it is about. */
export function assertSource(route: SourceRoute, source: ImageSource): void {
  const refusal = whyNotSource(route, source);
  if (refusal !== undefined) throw new AppError(refusal.code, refusal.detail);
}
