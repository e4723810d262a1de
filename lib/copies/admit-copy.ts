import "server-only";
import type { ImageView } from "@/lib/images/model";
import { whyNot } from "@/lib/images/rules/why-not";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { copyLimitsOf } from "@/lib/regions/copy-limits-of";
import { WAITING_COPIES_MAX } from "./constraints";
import { lockCopies } from "./lock-copies";
import { isPassing } from "./model";
import { storedBytesOf } from "./stored-bytes-of";

export interface CopyRequest {
  /** The source as its owner sees it. */
  readonly image: ImageView & { readonly keyId?: string | null };
  readonly accountId: string;
  readonly targetRegionId: string;
  /** Key of the copy; null: not encrypted. */
  readonly keyId?: string | null;
  readonly waitTurn: boolean;
}

/**
 * Whether a copy may begin now, or has to wait for its turn. The caller has locked the source. Errors: the refusals of the rules for
 * `copyInRegion` and `copyAcrossRegions`; those that pass by themselves only when the request does not want to wait.
 */
export async function admitCopy(tx: Tx, request: CopyRequest): Promise<{ held: boolean }> {
  const { image, accountId, targetRegionId, keyId, waitTurn } = request;
  const { running, waiting } = await lockCopies(tx, accountId);
  const action = targetRegionId === image.regionId && keyId !== undefined ? "copyInRegion" : "copyAcrossRegions";
  const limits = copyLimitsOf(image.regionId, targetRegionId, image.kind);
  const stored = { ...image, storedBytes: await storedBytesOf(tx, image.id) };
  const refusal = whyNot(action, stored, { copy: { targetRegionId, ...limits, running, keyId } });
  if (refusal === undefined) return { held: false };
  if (!isPassing(refusal) || !waitTurn) throw new AppError(refusal.code, refusal.detail);
  if (waiting >= WAITING_COPIES_MAX) throw new AppError("copyTaskLimitExceeded", { limit: WAITING_COPIES_MAX, reason: "waiting" });
  return { held: true };
}
