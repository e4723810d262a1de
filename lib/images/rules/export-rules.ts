import { GIB, TIB } from "@/lib/disk/model";
import { EXPORT_FORMATS, EXPORT_MAX_GB } from "../constraints";
import type { ImageAction, ImageRule } from "./rule";

const EXPORTS: readonly ImageAction[] = ["export", "quickExport"];
const LEAVING: readonly ImageAction[] = [...EXPORTS, "download"];

/** Writing images to buckets, and publishing them. */
export const EXPORT_RULES: readonly ImageRule[] = [
  {
    ids: ["LIM-43", "EXP-05", "LIF-03"],
    actions: EXPORTS,
    step: "status",
    code: "imageStatusNotNormal",
    says: "An image is Normal to be exported.",
    broken: ({ state }) => state !== "normal" && { status: state },
  },
  {
    ids: ["LIF-04"],
    actions: EXPORTS,
    step: "status",
    code: "imageStatusNotNormal",
    says: "An image whose uploaded bytes have not become a disk yet is not exported.",
    broken: ({ storedFormat }) => storedFormat === null && { status: "converting" },
  },
  {
    ids: ["LIM-09", "LIM-46", "EXP-08"],
    actions: EXPORTS,
    step: "kind",
    code: "isoImageNotAllowed",
    says: "An ISO image, and an image made with its help, are not exported.",
    broken: ({ kind, fromIso }) => kind === "iso" || fromIso,
  },
  {
    ids: ["LIM-20", "LIM-46", "EXP-08"],
    actions: EXPORTS,
    step: "kind",
    code: "fullImageNotAllowed",
    says: "A full-server image is not exported.",
    broken: ({ kind }) => kind === "whole",
  },
  {
    ids: ["LIM-47", "EXP-09", "SEC-05"],
    actions: ["quickExport"],
    step: "encryption",
    code: "encryptedImageNotAllowed",
    says: "An encrypted image does not use quick export.",
    broken: ({ encrypted }) => encrypted,
  },
  {
    ids: ["LIM-44", "EXP-06"],
    actions: LEAVING,
    step: "origin",
    code: "exportLicensedOs",
    says: "An image with a public image of Windows or SUSE anywhere in its lineage is not exported.",
    broken: ({ originLicensed }) => originLicensed !== null && { os: originLicensed },
  },
  {
    ids: ["LIM-45", "EXP-07", "MKT-07"],
    actions: LEAVING,
    step: "origin",
    code: "exportMarketOrigin",
    says: "An image with a market image anywhere in its lineage is not exported.",
    broken: ({ originMarket }) => originMarket,
  },
  {
    ids: ["LIM-42", "EXP-02", "FMT-03"],
    actions: EXPORTS,
    step: "size",
    code: "exportFormatNotSupported",
    says: "Export writes VMDK, VHD, QCOW2, ZVHD or ZVHD2; quick export writes ZVHD2.",
    broken: (_image, { exportFormat }) =>
      exportFormat !== undefined && !EXPORT_FORMATS.some((format) => format === exportFormat) && { format: exportFormat },
  },
  {
    ids: ["LIM-40", "EXP-03"],
    actions: EXPORTS,
    step: "size",
    code: "exportSizeExceeded",
    says: "An image above 1 TB is not exported.",
    broken: ({ storedBytes }) => (storedBytes ?? 0) > TIB && { limit: TIB / GIB },
  },
  {
    ids: ["LIM-41", "EXP-04"],
    actions: ["export"],
    step: "size",
    code: "quickExportRequired",
    says: "An image above 128 GB is exported by quick export only; an encrypted one then not at all.",
    broken: ({ storedBytes, encrypted }) =>
      (storedBytes ?? 0) > EXPORT_MAX_GB * GIB && { limit: EXPORT_MAX_GB, ...(encrypted && { reason: "encrypted" }) },
  },
  {
    ids: ["MKT-03", "LIF-07"],
    actions: ["publish"],
    step: "status",
    code: "imageStatusNotNormal",
    says: "An image is Normal to be published.",
    broken: ({ state }) => state !== "normal" && { status: state },
  },
  {
    ids: ["LIM-19", "MKT-04"],
    actions: ["publish"],
    step: "kind",
    code: "fullImageNotAllowed",
    says: "A full-server image is not published.",
    broken: ({ kind }) => kind === "whole",
  },
  {
    ids: ["LIM-24", "MKT-04", "SEC-05"],
    actions: ["publish"],
    step: "encryption",
    code: "encryptedImageNotAllowed",
    says: "An encrypted image is not published.",
    broken: ({ encrypted }) => encrypted,
  },
  {
    ids: ["LIF-07"],
    actions: ["withdraw"],
    step: "status",
    code: "imageStatusNotNormal",
    says: "Only a published image is withdrawn.",
    broken: ({ state }) => state !== "published" && { status: state },
  },
];
