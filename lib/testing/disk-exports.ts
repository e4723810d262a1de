import { afterAll, beforeAll } from "vitest";
import { DiskExports } from "@/lib/volumes/disk-exports";

/** Serves the disks of images to volumes, as a worker does, while the calling test file runs. */
export function diskExports(): void {
  const exports = new DiskExports();
  beforeAll(() => exports.start());
  afterAll(() => exports.stop());
}
