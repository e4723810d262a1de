import "server-only";
import { AppError } from "@/lib/platform/errors";
import { type VolumeAction, whyNotVolume } from "./model";
import type { ListedVolumeRow } from "./views";

/** Refuses what cannot be done with a disk now. Errors: those of `whyNotVolume`. */
export function assertVolume(action: VolumeAction, volume: ListedVolumeRow): void {
  const refusal = whyNotVolume(action, volume);
  if (refusal !== undefined) throw new AppError(refusal.code, refusal.detail);
}
