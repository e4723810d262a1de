import { rm } from "node:fs/promises";
import { GIB } from "@/lib/disk/model";
import { detectOs } from "@/lib/disk/os-detect/detect-os";
import { report, secondsOf } from "./report";
import { makeSystemDisk } from "./system-disk";

const DISK_BYTES = 40 * GIB;

/** Recognising the system on a disk of 40 GiB that has this machine's own. Errors: an `Error` when it is not recognised. */
export async function measureDetection(): Promise<void> {
  const file = await makeSystemDisk("large.raw", DISK_BYTES);
  const seconds = await secondsOf(async () => {
    const found = await detectOs({ path: file, format: "raw", virtualSizeBytes: DISK_BYTES });
    if (found === undefined) throw new Error("no system was recognised");
  });
  report("detect_seconds", seconds, "s");
  await rm(file);
}
