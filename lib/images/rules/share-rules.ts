import { SHARES_MAX, SHARES_MAX_WHOLE } from "../constraints";
import type { ImageRule } from "./rule";

/** Sharing with other accounts. */
export const SHARE_RULES: readonly ImageRule[] = [
  {
    ids: ["LIM-31", "SHR-07", "MKT-05", "LIF-03"],
    actions: ["share"],
    step: "status",
    code: "publishedImageNotShareable",
    says: "A published image is not shared.",
    broken: ({ state }) => state === "published",
  },
  {
    ids: ["LIM-30", "SHR-06"],
    actions: ["share"],
    step: "status",
    code: "imageStatusNotNormal",
    says: "An image is Normal to be shared.",
    broken: ({ state }) => state !== "normal" && { status: state },
  },
  {
    ids: ["IMG-11"],
    actions: ["share", "publish"],
    step: "kind",
    code: "isoImageNotAllowed",
    says: "An ISO image is neither shared nor published: it only makes the temporary server of the ISO route.",
    broken: ({ kind }) => kind === "iso",
  },
  {
    ids: ["LIM-23", "SHR-08", "SEC-05"],
    actions: ["share"],
    step: "encryption",
    code: "encryptedImageNotAllowed",
    says: "An encrypted image is not shared.",
    broken: ({ encrypted }) => encrypted,
  },
  {
    ids: ["LIM-22", "SHR-09", "LIM-31"],
    actions: ["share"],
    step: "origin",
    code: "fullImageNotShareable",
    says: "A full-server image of a CSBS backup, or of a server that ever had one, is not shared.",
    broken: ({ kind, originCsbs }) => kind === "whole" && originCsbs,
  },
  {
    ids: ["LIM-32", "SHR-10"],
    actions: ["share"],
    step: "origin",
    code: "shareRegionMismatch",
    says: "An image is shared inside its region; copy it to the other region first, then share the copy there.",
    broken: (image, { regionId }) => regionId !== undefined && regionId !== image.regionId && { image: image.regionId, wanted: regionId },
  },
  {
    ids: ["LIM-27", "SHR-03", "SHR-15"],
    actions: ["share"],
    step: "quota",
    code: "shareLimitExceeded",
    says: "A system or data disk image is shared with at most 128 accounts, pending and accepted ones counted.",
    broken: ({ kind }, { tenants = 0 }) => kind !== "whole" && tenants > SHARES_MAX && { limit: SHARES_MAX },
  },
  {
    ids: ["LIM-28", "SHR-04", "SHR-15"],
    actions: ["share"],
    step: "quota",
    code: "shareLimitExceeded",
    says: "A full-server image is shared with at most 10 accounts, pending and accepted ones counted.",
    broken: ({ kind }, { tenants = 0 }) => kind === "whole" && tenants > SHARES_MAX_WHOLE && { limit: SHARES_MAX_WHOLE },
  },
];
