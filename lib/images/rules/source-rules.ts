import { GIB } from "@/lib/disk/model";
import type { ErrorCode } from "@/lib/platform/errors";
import { SOURCE_DISK_DATA_LIMIT_GB, SOURCE_DISK_LIMIT_GB, SYSTEM_DISK_MAX_GB } from "../constraints";
import { type Refusal, type RefusalDetail, STEPS, type Step } from "./rule";

export const SOURCE_ROUTES = ["systemFromServer", "dataFromVolume", "wholeFromServer", "wholeFromBackup"] as const;
/** A way to make a private image of something that is no file. */
export type SourceRoute = (typeof SOURCE_ROUTES)[number];

/** What the rules ask of a server; a `ServerView` has it all. */
export interface SourceServer {
  readonly kind: "ecs" | "bms";
  readonly status: "building" | "stopped" | "running" | "error" | "deleted";
  readonly frozenAt: string | null;
  /** Of the temporary server of an ISO image. */
  readonly install: { readonly osInstalledAt: string | null; readonly driversInstalledAt: string | null } | null;
  /** Kinds of its unfinished jobs. */
  readonly busyWith: readonly string[];
}

/** What the rules ask of a disk; a `VolumeView` has it all. */
export interface SourceVolume {
  readonly bootable: boolean;
  readonly local: boolean;
  readonly status: "creating" | "lazy" | "independent" | "error" | "deleted";
  readonly sizeGb: number;
  /** Unit: bytes. */
  readonly usedBytes: number;
}

/** What the rules ask of a backup; a `BackupView` has it all. */
export interface SourceBackup {
  readonly status: "creating" | "available" | "error" | "deleted";
  /** The whole image that stands on it; null: none. */
  readonly imageId: string | null;
  readonly busyWith: readonly string[];
}

/** What an image is to be made of. A part that is left out is not checked yet. */
export interface ImageSource {
  readonly server?: SourceServer;
  readonly volume?: SourceVolume;
  readonly backup?: SourceBackup;
}

export interface SourceRule {
  readonly ids: readonly [string, ...string[]];
  readonly routes: readonly SourceRoute[];
  readonly step: Step;
  readonly code: ErrorCode;
  readonly says: string;
  readonly broken: (source: ImageSource) => boolean | RefusalDetail;
}

const FROM_SERVERS: readonly SourceRoute[] = ["systemFromServer", "dataFromVolume", "wholeFromServer"];
const stateOf = (server: SourceServer | undefined, allowed: readonly SourceServer["status"][]) =>
  server !== undefined && !allowed.includes(server.status) && { status: server.status };

/** Jobs that change or hold the disks of a server. Filling is no such job: it stops for an image and goes on afterwards. */
const DISK_JOBS: ReadonlySet<string> = new Set([
  "createServer",
  "reinstallServer",
  "restoreBackup",
  "growVolume",
  "createBackup",
  "createWholeImage",
  "createImageFromVolume",
]);

const RULES: readonly SourceRule[] = [
  {
    ids: ["LIM-51", "PRI-21"],
    routes: FROM_SERVERS,
    step: "status",
    code: "serverFrozen",
    says: "A server frozen for unpaid fees makes no image until they are paid.",
    broken: ({ server }) => server !== undefined && server.frozenAt !== null,
  },
  {
    ids: ["LIM-03", "PRI-01", "PRI-04"],
    routes: ["systemFromServer"],
    step: "status",
    code: "serverStateInvalid",
    says: "An ECS is stopped or running when its system disk becomes an image.",
    broken: ({ server }) => server?.kind === "ecs" && stateOf(server, ["stopped", "running"]),
  },
  {
    ids: ["LIM-04", "PRI-02"],
    routes: ["systemFromServer"],
    step: "status",
    code: "serverStateInvalid",
    says: "A BMS is stopped when its system disk becomes an image.",
    broken: ({ server }) => server?.kind === "bms" && stateOf(server, ["stopped"]),
  },
  {
    ids: ["LIM-11", "PRI-12"],
    routes: ["dataFromVolume"],
    step: "status",
    code: "serverStateInvalid",
    says: "A server is stopped or running when a data disk of it becomes an image.",
    broken: ({ server }) => stateOf(server, ["stopped", "running"]),
  },
  {
    ids: ["LIM-17", "PRI-14"],
    routes: ["wholeFromServer"],
    step: "status",
    code: "serverStateInvalid",
    says: "A server is stopped or running when it becomes a full-server image; backups make one whatever their server's status (AMB-30).",
    broken: ({ server }) => stateOf(server, ["stopped", "running"]),
  },
  {
    ids: ["PRI-12"],
    routes: ["dataFromVolume", "systemFromServer"],
    step: "status",
    code: "volumeStateInvalid",
    says: "A disk is whole when it becomes an image; one that still fills from its own image is.",
    broken: ({ volume }) =>
      volume !== undefined && volume.status !== "lazy" && volume.status !== "independent" && { status: volume.status },
  },
  {
    ids: ["PRI-15", "PRI-16"],
    routes: ["wholeFromBackup"],
    step: "status",
    code: "backupNotAvailable",
    says: "A backup is finished when it becomes a full-server image.",
    broken: ({ backup }) => backup !== undefined && backup.status !== "available" && { status: backup.status },
  },
  {
    ids: ["LIM-07", "PRI-09"],
    routes: FROM_SERVERS,
    step: "kind",
    code: "isoImageNotAllowed",
    says: "The temporary server of an ISO image becomes an image only after its system and its drivers were recorded as installed.",
    broken: ({ server }) => {
      if (server === undefined || server.install === null) return false;
      if (server.install.osInstalledAt === null) return { missing: "os" };
      return server.install.driversInstalledAt === null && { missing: "drivers" };
    },
  },
  {
    ids: ["LIM-05", "PRI-02"],
    routes: ["systemFromServer"],
    step: "kind",
    code: "bmsLocalDisk",
    says: "The system disk of a BMS is an EVS disk, not a local one, to become an image.",
    broken: ({ volume }) => volume?.local ?? false,
  },
  {
    ids: ["PRI-12", "PRI-14"],
    routes: ["dataFromVolume", "wholeFromServer"],
    step: "kind",
    code: "imageKindNotAllowed",
    says: "Data disk images and full-server images are made of an ECS; a BMS makes system disk images.",
    broken: ({ server }) => server?.kind === "bms" && { kind: "bms" },
  },
  {
    ids: ["PRI-12"],
    routes: ["dataFromVolume"],
    step: "kind",
    code: "imageKindNotAllowed",
    says: "A data disk image is made of a data disk, not of a system disk.",
    broken: ({ volume }) => volume?.bootable === true && { kind: "system" },
  },
  {
    ids: ["PRI-01"],
    routes: ["systemFromServer"],
    step: "size",
    code: "systemDiskSizeOutOfRange",
    says: "A system disk of at most 1 TB becomes an image.",
    broken: ({ volume }) => volume !== undefined && volume.sizeGb > SYSTEM_DISK_MAX_GB && { limit: SYSTEM_DISK_MAX_GB },
  },
  {
    ids: ["LIM-13", "PRI-12"],
    routes: ["dataFromVolume"],
    step: "size",
    code: "dataDiskTooLarge",
    says: "A data disk that becomes an image is smaller than 2 TB.",
    broken: ({ volume }) => volume !== undefined && volume.sizeGb >= SOURCE_DISK_LIMIT_GB && { limit: SOURCE_DISK_LIMIT_GB },
  },
  {
    ids: ["LIM-14", "PRI-12"],
    routes: ["dataFromVolume"],
    step: "size",
    code: "dataDiskDataTooLarge",
    says: "Less than 1 TB is stored on a data disk that becomes an image.",
    broken: ({ volume }) =>
      volume !== undefined && volume.usedBytes >= SOURCE_DISK_DATA_LIMIT_GB * GIB && { limit: SOURCE_DISK_DATA_LIMIT_GB },
  },
  {
    ids: ["LIM-18", "PRI-15", "PRI-16"],
    routes: ["wholeFromBackup"],
    step: "quota",
    code: "backupAlreadyUsed",
    says: "A backup makes one full-server image at a time; another one after that was deleted (AMB-06).",
    broken: ({ backup }) => backup !== undefined && backup.imageId !== null && { image: backup.imageId },
  },
  {
    ids: ["PRI-24"],
    routes: FROM_SERVERS,
    step: "quota",
    code: "taskInProgress",
    says: "One job at a time works on the disks of a server.",
    broken: ({ server }) => {
      const job = server?.busyWith.find((kind) => DISK_JOBS.has(kind));
      return job !== undefined && { job };
    },
  },
  {
    ids: ["PRI-24"],
    routes: ["wholeFromBackup"],
    step: "quota",
    code: "taskInProgress",
    says: "One job at a time works on a backup.",
    broken: ({ backup }) => {
      const job = backup?.busyWith[0];
      return job !== undefined && { job };
    },
  },
];

/** Every rule about what an image may be made of, in the order in which they are checked. */
export const SOURCE_RULES: readonly SourceRule[] = RULES.toSorted((a, b) => STEPS.indexOf(a.step) - STEPS.indexOf(b.step));

/** Why an image cannot be made of this, or undefined: the first broken rule. Pickers, commands and the worker ask this one function. */
export function whyNotSource(route: SourceRoute, source: ImageSource): Refusal | undefined {
  for (const { routes, code, broken } of SOURCE_RULES) {
    if (!routes.includes(route)) continue;
    const detail = broken(source);
    if (detail !== false) return detail === true ? { code } : { code, detail };
  }
  return undefined;
}
