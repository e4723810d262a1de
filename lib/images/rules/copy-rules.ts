import { GIB } from "@/lib/disk/model";
import type { ImageAction, ImageRule } from "./rule";

const COPIES: readonly ImageAction[] = ["copyInRegion", "copyAcrossRegions"];

/** Copying inside a region and to another one. */
export const COPY_RULES: readonly ImageRule[] = [
  {
    ids: ["LIM-37", "CPY-09", "LIF-03"],
    actions: COPIES,
    step: "status",
    code: "imageStatusNotNormal",
    says: "An image is Normal to be copied.",
    broken: ({ state }) => state !== "normal" && { status: state },
  },
  {
    ids: ["LIF-04"],
    actions: COPIES,
    step: "status",
    code: "imageStatusNotNormal",
    says: "An image whose uploaded bytes have not become a disk yet is not copied.",
    broken: ({ storedFormat }) => storedFormat === null && { status: "converting" },
  },
  {
    ids: ["LIM-08", "CPY-10", "IMG-11"],
    actions: COPIES,
    step: "kind",
    code: "isoImageNotAllowed",
    says: "An ISO image is not copied.",
    broken: ({ kind }) => kind === "iso",
  },
  {
    ids: ["LIM-38", "CPY-10"],
    actions: ["copyInRegion"],
    step: "kind",
    code: "isoImageNotAllowed",
    says: "An image made with the help of an ISO image is not copied inside its region.",
    broken: ({ fromIso }) => fromIso,
  },
  {
    ids: ["LIM-21", "LIM-38", "CPY-10"],
    actions: ["copyInRegion"],
    step: "kind",
    code: "fullImageNotAllowed",
    says: "A full-server image is copied to other regions only.",
    broken: ({ kind }) => kind === "whole",
  },
  {
    ids: ["LIM-25", "CPY-11", "SEC-05"],
    actions: ["copyAcrossRegions"],
    step: "encryption",
    code: "encryptedImageNotAllowed",
    says: "An encrypted image does not leave its region.",
    broken: ({ encrypted }) => encrypted,
  },
  {
    ids: ["LIM-26", "SEC-04"],
    actions: ["copyInRegion"],
    step: "encryption",
    code: "encryptionKeyImmutable",
    says: "The copy of an encrypted image keeps its key or is not encrypted (AMB-44).",
    broken: ({ encrypted, keyId }, { copy }) =>
      encrypted && copy?.keyId !== undefined && copy.keyId !== null && copy.keyId !== (keyId ?? null),
  },
  {
    ids: ["CPY-16"],
    actions: ["copyAcrossRegions"],
    step: "origin",
    code: "copyRegionInvalid",
    says: "The target of a copy across regions is another region.",
    broken: ({ regionId }, { copy }) => copy?.targetRegionId === regionId && { region: regionId },
  },
  {
    ids: ["LIM-34", "LIM-35", "CPY-06", "CPY-07"],
    actions: COPIES,
    step: "size",
    code: "copySizeExceeded",
    says: "The stored image is no larger than its route allows: 128 GB, or 300 GB between two of the four large regions.",
    broken: ({ storedBytes }, { copy }) =>
      copy !== undefined && (storedBytes ?? 0) > copy.maxGb * GIB && { limit: copy.maxGb, sizeBytes: storedBytes ?? 0 },
  },
  {
    ids: ["LIM-39", "CPY-12"],
    actions: ["copyAcrossRegions"],
    step: "quota",
    code: "copyAlreadyRunning",
    says: "Copies of one image to other regions run one after the other (AMB-33).",
    broken: ({ busyWith }) => busyWith.includes("copyImageAcross"),
  },
  {
    ids: ["LIM-36", "CPY-08"],
    actions: COPIES,
    step: "quota",
    code: "copyTaskLimitExceeded",
    says: "An account runs at most 4 copies at once, waiting ones counted, in all regions together.",
    broken: (_image, { copy }) => copy !== undefined && copy.running >= copy.maxRunning && { limit: copy.maxRunning },
  },
];
