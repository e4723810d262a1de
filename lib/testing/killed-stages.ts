import type { JobKind } from "@/lib/jobs/model";

/**
 * The stages in which tests kill the worker, by kind of job: all there are. `work` is the whole work of a job that has no stages.
 * A kind or a stage that is new fails the check until it is named here and killed in.
 */
export const KILLED_STAGES = {
  inspectObject: ["work"],
  importImage: ["unwrap", "inspect", "convert", "verify", "detect", "register"],
  convertOriginal: ["inspect", "convert", "verify", "detect", "register"],
  removeImageData: ["work"],
  scrubImage: ["scrub"],
  createServer: ["prepareDisk"],
  fillVolume: ["fill"],
  removeServerData: ["work"],
  reinstallServer: ["prepareDisk"],
  createVolume: ["prepareDisk"],
  growVolume: ["grow"],
  removeVolumeData: ["work"],
  copyImage: ["prepare", "copy", "verify", "register"],
  copyImageAcross: ["prepare", "transfer", "verify", "backUp", "register"],
  exportImage: ["prepare", "export", "verify", "register"],
  createImageFromVolume: ["freeze", "convert", "verify", "detect", "register"],
  createWholeImage: ["freeze", "backUp", "convert", "verify", "detect", "register"],
  createBackup: ["freeze", "backUp", "register"],
  restoreBackup: ["restore", "register"],
  removeBackupData: ["work"],
} as const satisfies Record<JobKind, readonly string[]>;
