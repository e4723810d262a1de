import "server-only";
import { UPLOAD_DAYS } from "./constraints";

/** How long an upload lives from its last byte. Unit: milliseconds. */
export const UPLOAD_LIFE_MS = UPLOAD_DAYS * 24 * 3_600_000;

/** When an upload whose last byte came now ends. */
export function expiryFrom(now: Date): Date {
  return new Date(now.getTime() + UPLOAD_LIFE_MS);
}
