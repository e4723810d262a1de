import { type DiskFormat, GIB } from "@/lib/disk/model";
import { DATA_DISK_MAX_GB, DATA_DISK_MIN_GB, ISO_NAME_PATTERN, SYSTEM_DISK_MAX_GB, SYSTEM_DISK_MIN_GB } from "../constraints";
import type { Refusal } from "./rule";

/** Kinds of image that a file may become. */
export const FILE_KINDS = ["system", "data", "iso"] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** What the rules ask of a file and of what is to be made of it. Left out: not known yet. */
export interface Registration {
  readonly kind: FileKind;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly format?: DiskFormat;
  /** The disk inside. Unit: bytes. */
  readonly virtualSizeBytes?: number;
  /** Capacity that was chosen. Unit: GB (GiB). */
  readonly diskGb?: number;
  readonly quick: boolean;
  /** A block map lies beside the file: quick import of RAW reads only what it names. */
  readonly hasBlockMap?: boolean;
  readonly encrypted: boolean;
  readonly fitsBms: boolean;
  readonly osVersion?: string;
  /** Largest files. Unit: bytes. */
  readonly limits: { readonly normalBytes: number; readonly quickBytes: number };
}

interface FileRule {
  readonly ids: readonly [string, ...string[]];
  readonly says: string;
  readonly why: (registration: Registration) => Refusal | undefined;
}

/** Formats whose files are read as they are, without a tool that converts (PRI-08, AMB-36). */
const QUICK_FORMATS: ReadonlySet<DiskFormat> = new Set(["raw", "zvhd2"]);

const refusedIf = (broken: boolean, code: Refusal["code"], detail: Refusal["detail"] = {}): Refusal | undefined =>
  broken ? { code, detail } : undefined;

/** Registering a file as an image, in the order of checks: kind, encryption, fit, size and format. */
export const FILE_RULES: readonly FileRule[] = [
  {
    ids: ["LIM-07", "PRI-09", "FMT-15"],
    says: "An ISO file becomes an ISO image only; a system disk image of it is made on the ISO route.",
    why: ({ kind, format }) => refusedIf(kind !== "iso" && format === "iso", "isoImageNotAllowed"),
  },
  {
    ids: ["PRI-09", "IMG-11"],
    says: "An ISO image is made of an ISO file.",
    why: ({ kind, format }) =>
      refusedIf(kind === "iso" && format !== undefined && format !== "iso", "formatMismatch", { format: format ?? "" }),
  },
  {
    ids: ["PRI-09"],
    says: "The name of an ISO file holds letters, digits, - and _ before its ending.",
    why: ({ kind, fileName }) =>
      refusedIf(kind === "iso" && !ISO_NAME_PATTERN.test(fileName.split("/").at(-1) ?? ""), "invalidArgument", {
        field: "objectId",
        reason: "isoName",
      }),
  },
  {
    ids: ["LIM-10", "PRI-18", "IMG-11"],
    says: "An ISO image is not encrypted.",
    why: ({ kind, encrypted }) => refusedIf(kind === "iso" && encrypted, "isoImageNotAllowed"),
  },
  {
    ids: ["PRI-07", "OS-13"],
    says: "An image for bare metal servers is a system disk image and not encrypted.",
    why: ({ kind, fitsBms, encrypted }) =>
      fitsBms && kind !== "system"
        ? { code: "imageKindNotAllowed", detail: { kind } }
        : refusedIf(fitsBms && encrypted, "encryptedImageNotAllowed"),
  },
  {
    ids: ["PRI-08", "OS-07"],
    says: "Quick import and ISO images need to be told the system: nothing is found out for them before.",
    why: ({ kind, quick, osVersion }) =>
      refusedIf((kind === "iso" || (quick && kind === "system")) && osVersion === undefined, "invalidArgument", {
        field: "osVersion",
        reason: "osRequired",
      }),
  },
  {
    ids: ["PRI-08", "AMB-36"],
    says: "Quick import takes RAW with a block map and ZVHD2, and makes system and data disk images.",
    why({ kind, quick, format, hasBlockMap }) {
      if (!quick) return undefined;
      if (kind === "iso") return { code: "isoImageNotAllowed" };
      if (format !== undefined && !QUICK_FORMATS.has(format))
        return { code: "formatNotSupported", detail: { format, reason: "quickFormats" } };
      return refusedIf(format === "raw" && hasBlockMap === false, "formatNotSupported", { format: "raw", reason: "blockMap" });
    },
  },
  {
    ids: ["LIM-06", "PRI-08", "AMB-36"],
    says: "A file is at most as large as the configuration allows: 128 GB, by quick import 1 TB.",
    why({ sizeBytes, quick, limits }) {
      const maxBytes = quick ? limits.quickBytes : limits.normalBytes;
      return refusedIf(sizeBytes > maxBytes, "imageTooLarge", { sizeBytes, maxBytes });
    },
  },
  {
    ids: ["LIM-15", "PRI-13", "AMB-13"],
    says: "A data disk image of a file has 40 to 2048 GB.",
    why: ({ kind, diskGb }) =>
      refusedIf(
        kind === "data" && diskGb !== undefined && !(diskGb >= DATA_DISK_MIN_GB && diskGb <= DATA_DISK_MAX_GB),
        "dataDiskSizeOutOfRange",
        { min: DATA_DISK_MIN_GB, max: DATA_DISK_MAX_GB },
      ),
  },
  {
    ids: ["LIM-16", "PRI-13"],
    says: "A data disk image of a file is not smaller than the disk in it, and that disk has at most 2048 GB.",
    why: ({ kind, diskGb, virtualSizeBytes }) => {
      if (kind !== "data" || virtualSizeBytes === undefined) return undefined;
      const min = Math.ceil(virtualSizeBytes / GIB);
      if (min > DATA_DISK_MAX_GB) return { code: "dataDiskSizeOutOfRange", detail: { min, max: DATA_DISK_MAX_GB } };
      return refusedIf(diskGb !== undefined && diskGb < min, "dataDiskSmallerThanFile", { min, asked: diskGb ?? 0 });
    },
  },
  {
    ids: ["PRI-05"],
    says: "A system disk has 40 to 1024 GB and is not smaller than the disk in the file.",
    why({ kind, diskGb, virtualSizeBytes = 0 }) {
      if (kind === "data") return undefined;
      const maxBytes = SYSTEM_DISK_MAX_GB * GIB;
      if (virtualSizeBytes > maxBytes) return { code: "imageTooLarge", detail: { sizeBytes: virtualSizeBytes, maxBytes } };
      const min = Math.ceil(virtualSizeBytes / GIB);
      if (diskGb === undefined) return undefined;
      if (diskGb < min) return { code: "systemDiskSmallerThanFile", detail: { min, asked: diskGb } };
      return refusedIf(diskGb < SYSTEM_DISK_MIN_GB || diskGb > SYSTEM_DISK_MAX_GB, "systemDiskSizeOutOfRange", {
        min: SYSTEM_DISK_MIN_GB,
        max: SYSTEM_DISK_MAX_GB,
      });
    },
  },
];

/** Why a file cannot be registered so, or undefined: the first broken rule. The form, the command and the worker ask it, each with what it knows. */
export function whyNotRegister(registration: Registration): Refusal | undefined {
  for (const { why } of FILE_RULES) {
    const refusal = why(registration);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
