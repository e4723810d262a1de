import { FILE_SUBJECTS } from "./file-subjects";
import { MEDIA_SUBJECTS } from "./media-subjects";
import { NBD_SUBJECTS } from "./nbd-subjects";
import { PACKAGE_SUBJECTS } from "./package-subjects";
import type { FuzzSubject } from "./subject";
import { TEXT_SUBJECTS } from "./text-subjects";

/** Every parser of the disk engine that takes bytes from outside. */
export const FUZZ_SUBJECTS: readonly FuzzSubject[] = [
  ...FILE_SUBJECTS,
  ...TEXT_SUBJECTS,
  ...MEDIA_SUBJECTS,
  ...PACKAGE_SUBJECTS,
  ...NBD_SUBJECTS,
];
