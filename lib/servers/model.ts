import type { Architecture } from "@/lib/disk/model";

/** A size of server: series, processors, memory. Unit of `memoryMb`: MB. */
export interface Flavor {
  readonly id: string;
  readonly series: string;
  readonly categoryZh: string;
  readonly categoryEn: string;
  readonly architecture: Architecture;
  readonly vcpus: number;
  readonly memoryMb: number;
}

export const SERVER_STATUSES = ["building", "stopped", "running", "error", "deleted"] as const;
export type ServerStatus = (typeof SERVER_STATUSES)[number];

export interface VolumeView {
  readonly id: string;
  readonly sizeGb: number;
  readonly bootable: boolean;
  /** `lazy`: usable, missing blocks come from the image; `independent`: holds everything itself. */
  readonly status: "creating" | "lazy" | "independent" | "error" | "deleted";
  /** Milliseconds from the job's start to the first readable sector. */
  readonly readyMs: number | null;
}

export interface ServerView {
  readonly id: string;
  readonly name: string;
  readonly status: ServerStatus;
  readonly flavorId: string;
  readonly zoneId: string;
  readonly imageId: string | null;
  readonly imageName: string;
  readonly failureCode: string | null;
  readonly volumes: readonly VolumeView[];
  /** The unfinished job of this server, while there is one. */
  readonly job: { readonly id: string; readonly kind: string; readonly percent: number } | null;
  readonly createdAt: string;
}

export function isServerTransient(server: Pick<ServerView, "status" | "job">): boolean {
  return server.status === "building" || server.job !== null;
}
