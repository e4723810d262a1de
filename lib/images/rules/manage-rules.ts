import { TAGS_MAX } from "../constraints";
import type { ImageRule } from "./rule";

/** Changing, retiring and deleting images. */
export const MANAGE_RULES: readonly ImageRule[] = [
  {
    ids: ["LIF-07", "MNG-02", "MNG-05"],
    actions: ["modify", "tag", "protect", "retire"],
    step: "status",
    code: "imageStatusNotNormal",
    says: "Attributes, tags and protection are changed while an image is Normal or Published, or waits for its bytes at the image API.",
    broken: ({ state, sourceKind }) => {
      if (state === "normal" || state === "published") return false;
      return state === "creating" && sourceKind === "upload" ? false : { status: state };
    },
  },
  {
    ids: ["LIM-50", "MNG-06"],
    actions: ["tag"],
    step: "quota",
    code: "tagLimitExceeded",
    says: "A private image holds at most 10 tags.",
    broken: ({ tags }, context) => (context.tags ?? tags.length) > TAGS_MAX && { limit: TAGS_MAX },
  },
  {
    ids: ["LIM-48", "LIF-03", "MKT-05", "MNG-08"],
    actions: ["delete"],
    step: "status",
    code: "publishedImageNotDeletable",
    says: "A published image is not deleted.",
    broken: ({ state }) => state === "published",
  },
  {
    ids: ["LIF-04"],
    actions: ["delete"],
    step: "status",
    code: "imageStatusNotNormal",
    says: "An image that is being made is not deleted; a record that waits for its bytes is.",
    broken: ({ state, sourceKind }) => state === "creating" && sourceKind !== "upload" && { status: state },
  },
  {
    ids: ["LIF-08"],
    actions: ["delete", "purge"],
    step: "quota",
    code: "taskInProgress",
    says: "An image is not deleted while a copy or an export of it runs.",
    broken: ({ busyWith }) => {
      const job = busyWith.find((kind) => READING_JOBS.has(kind));
      return job === undefined ? false : { job };
    },
  },
  {
    ids: ["MNG-08"],
    actions: ["delete"],
    step: "quota",
    code: "conflict",
    says: "A protected image is not deleted until its protection is taken off.",
    broken: (image) => image.protected && { reason: "protected" },
  },
  {
    ids: ["LIF-06", "MNG-08"],
    actions: ["restore", "purge"],
    step: "status",
    code: "imageStatusNotNormal",
    says: "Only what is in the recycle bin is restored, or deleted for good.",
    broken: ({ recycledAt }) => recycledAt === null && { status: "notInBin" },
  },
  {
    ids: ["LIF-05"],
    actions: ["retry"],
    step: "status",
    code: "conflict",
    says: "Only the failed import of a file is tried again.",
    broken: ({ state, sourceKind }) => (state !== "error" || sourceKind !== "file") && { reason: "notFailed" },
  },
];

/** Jobs that read an image as their source. */
const READING_JOBS: ReadonlySet<string> = new Set(["copyImage", "copyImageAcross", "exportImage"]);
