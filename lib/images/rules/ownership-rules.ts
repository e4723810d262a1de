import type { ImageAction, ImageRule, RuleImage } from "./rule";

const MANAGING: readonly ImageAction[] = [
  "share",
  "copyInRegion",
  "copyAcrossRegions",
  "modify",
  "tag",
  "publish",
  "withdraw",
  "protect",
  "retire",
  "delete",
  "restore",
  "purge",
  "retry",
];
/** `download`: reading back the file an image was uploaded as, which takes no job. */
const EXPORTS: readonly ImageAction[] = ["export", "quickExport", "download"];

/** Whose images may be managed (MNG-11), and which never leave the service (EXP-10). */
export const OWNERSHIP_RULES: readonly ImageRule[] = [
  {
    ids: ["MNG-11", "IMG-03", "SHR-13"],
    actions: MANAGING,
    step: "ownership",
    code: "imageReadOnly",
    says: "Only private images of the own account are managed; public, market and received images are not.",
    broken: ({ type }) => type !== "private",
  },
  {
    ids: ["EXP-06", "EXP-10", "LIM-44"],
    actions: EXPORTS,
    step: "ownership",
    code: "exportLicensedOs",
    says: "Public images of Windows and SUSE are never exported.",
    broken: (image) => image.type === "public" && isLicensed(image),
  },
  {
    ids: ["EXP-10"],
    actions: EXPORTS,
    step: "ownership",
    code: "exportPublicImage",
    says: "Public images are never exported.",
    broken: ({ type }) => type === "public",
  },
  {
    ids: ["SHR-13", "MNG-11"],
    actions: EXPORTS,
    step: "ownership",
    code: "imageReadOnly",
    says: "Received and market images are not exported.",
    broken: ({ type }) => type !== "private",
  },
];

/** Windows and SUSE, whose public images carry a licence (LIM-44). */
export function isLicensed({ osFamily, osPlatform }: Pick<RuleImage, "osFamily" | "osPlatform">): boolean {
  return osFamily === "windows" || osPlatform === "SUSE";
}
