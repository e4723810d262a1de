import type { Architecture } from "@/lib/disk/model";
import type { ImageType } from "@/lib/images/model";
import type { VolumeView } from "@/lib/volumes/model";

export const SERVER_KINDS = ["ecs", "bms"] as const;
/** An elastic cloud server, or a bare metal server. */
export type ServerKind = (typeof SERVER_KINDS)[number];

/** A size of server: series, processors, memory. Unit of `memoryMb`: MB. */
export interface Flavor {
  readonly id: string;
  readonly kind: ServerKind;
  readonly series: string;
  readonly categoryZh: string;
  readonly categoryEn: string;
  readonly architecture: Architecture;
  readonly vcpus: number;
  readonly memoryMb: number;
  /** Of a bare metal server that cannot be provisioned quickly: its system disk lies on the machine itself (LIM-05). */
  readonly localDisk?: boolean;
  /** e.g. `1 × V100`. */
  readonly gpu?: string;
}

export const SERVER_STATUSES = ["building", "stopped", "running", "error", "deleted"] as const;
export type ServerStatus = (typeof SERVER_STATUSES)[number];

/** `frozen`: fees are owed; whatever its status, nothing is done with it until they are paid. */
export type ServerState = ServerStatus | "frozen";

const MOVES: Readonly<Record<ServerStatus, readonly ServerStatus[]>> = {
  building: ["stopped", "running", "error", "deleted"],
  stopped: ["running", "building", "deleted"],
  running: ["stopped", "building", "deleted"],
  error: ["building", "deleted"],
  deleted: [],
};

/** The closed set of status changes of a server. `building` again while its system is replaced or restored. */
export function canMoveServer(from: ServerStatus, to: ServerStatus): boolean {
  return MOVES[from].includes(to);
}

/** Steps of the temporary server of an ISO image, in their order (LIM-07). */
export const INSTALL_STEPS = ["os", "drivers"] as const;
export type InstallStep = (typeof INSTALL_STEPS)[number];

export interface ServerView {
  readonly id: string;
  readonly name: string;
  readonly kind: ServerKind;
  readonly status: ServerStatus;
  readonly state: ServerState;
  readonly flavorId: string;
  readonly zoneId: string;
  readonly tags: readonly string[];
  readonly imageId: string | null;
  readonly imageName: string;
  /** In which list the image stands; null when it is gone. */
  readonly imageType: ImageType | null;
  readonly osFamily: string | null;
  readonly osVersion: string | null;
  readonly osBits: 32 | 64 | null;
  readonly architecture: Architecture | null;
  readonly frozenAt: string | null;
  /** Its software does not work any more, as somebody noted. */
  readonly faultyAt: string | null;
  readonly faultNote: string;
  /** Made of an ISO image to install a system on, and how far that is. */
  readonly install: {
    readonly isoImageId: string;
    readonly osInstalledAt: string | null;
    readonly driversInstalledAt: string | null;
  } | null;
  readonly failureCode: string | null;
  readonly volumes: readonly VolumeView[];
  /** The newest unfinished job of this server, while there is one. */
  readonly job: { readonly id: string; readonly kind: string; readonly percent: number } | null;
  /** Kinds of its unfinished jobs. */
  readonly busyWith: readonly string[];
  readonly createdAt: string;
}

/** What the platform's operator sees of a server of any account. */
export interface AnyServerView
  extends Pick<ServerView, "id" | "name" | "state" | "flavorId" | "zoneId" | "tags" | "frozenAt" | "createdAt"> {
  readonly accountName: string;
}

/** The servers of one application: one keeps the name, several are numbered so that they sort (`web-001`); they stand in the zones in turn, from the one asked for on. */
export function planBatch({ name, count, zoneId, spreadZones }: BatchOrder, zones: readonly string[]): readonly PlannedServer[] {
  const first = Math.max(0, zones.indexOf(zoneId));
  const turn = spreadZones ? [...zones.slice(first), ...zones.slice(0, first)] : [zoneId];
  return Array.from({ length: count }, (_, index) => ({
    name: count === 1 ? name : `${name.slice(0, 60)}-${String(index + 1).padStart(3, "0")}`,
    zoneId: turn[index % turn.length] ?? zoneId,
  }));
}

interface BatchOrder {
  readonly name: string;
  readonly count: number;
  readonly zoneId: string;
  readonly spreadZones: boolean;
}

export interface PlannedServer {
  readonly name: string;
  readonly zoneId: string;
}

export function isServerTransient(server: Pick<ServerView, "status" | "job">): boolean {
  return server.status === "building" || server.job !== null;
}

export const SERVER_ACTIONS = [
  "start",
  "stop",
  "reinstall",
  "attach",
  "detach",
  "backUp",
  "restore",
  "reportFault",
  "install",
  "retry",
] as const;
export type ServerAction = (typeof SERVER_ACTIONS)[number];

const STATUSES_FOR: Readonly<Record<ServerAction, readonly ServerStatus[]>> = {
  start: ["stopped"],
  stop: ["running"],
  reinstall: ["stopped", "running"],
  attach: ["stopped", "running"],
  detach: ["stopped", "running"],
  backUp: ["stopped", "running"],
  restore: ["stopped"],
  reportFault: ["stopped", "running"],
  install: ["stopped", "running"],
  retry: ["error"],
};

/** Jobs during which the disks of a server must stay as they are. */
const DISK_JOBS: ReadonlySet<string> = new Set([
  "createServer",
  "reinstallServer",
  "createBackup",
  "restoreBackup",
  "createWholeImage",
  "createImageFromVolume",
  "growVolume",
]);
const TOUCHES_DISKS: ReadonlySet<ServerAction> = new Set(["reinstall", "attach", "detach", "restore", "backUp"]);

export interface ServerRefusal {
  readonly code: "serverFrozen" | "serverStateInvalid" | "taskInProgress" | "conflict";
  readonly detail: Readonly<Record<string, string>>;
}

/** Why something cannot be done with a server now, or undefined: the freeze before the status, as the order of refusals says. */
export function whyNotServer(
  action: ServerAction,
  server: Pick<ServerView, "status" | "frozenAt" | "busyWith"> & Partial<Pick<ServerView, "kind" | "install">>,
): ServerRefusal | undefined {
  if (server.frozenAt !== null && action !== "stop") return { code: "serverFrozen", detail: {} };
  if (!STATUSES_FOR[action].includes(server.status)) return { code: "serverStateInvalid", detail: { status: server.status } };
  if (action === "install" && server.install === null) return { code: "conflict", detail: { reason: "notFromIso" } };
  const job = TOUCHES_DISKS.has(action) ? server.busyWith.find((kind) => DISK_JOBS.has(kind)) : undefined;
  return job === undefined ? undefined : { code: "taskInProgress", detail: { job } };
}
