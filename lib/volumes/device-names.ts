import "server-only";
import { AppError } from "@/lib/platform/errors";
import { DISKS_PER_SERVER_MAX } from "./constraints";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** Names for more disks of a server that has some: `vda` is the system disk. Errors: `tooManyDisks`. */
export function deviceNames(taken: readonly (string | null)[], count: number): string[] {
  const free = [...LETTERS]
    .slice(1, DISKS_PER_SERVER_MAX)
    .map((letter) => `vd${letter}`)
    .filter((name) => !taken.includes(name));
  if (free.length < count) throw new AppError("tooManyDisks", { limit: DISKS_PER_SERVER_MAX });
  return free.slice(0, count);
}
