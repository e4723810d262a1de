export const VOLUME_TYPES = ["GPSSD", "SSD", "SAS", "SATA"] as const;
/** Kind of storage under a disk, as EVS sells it. */
export type VolumeType = (typeof VOLUME_TYPES)[number];

export const VOLUME_STATUSES = ["creating", "lazy", "independent", "error", "deleted"] as const;
/** `lazy`: usable, missing blocks come from the image; `independent`: holds everything itself. */
export type VolumeStatus = (typeof VOLUME_STATUSES)[number];

export interface VolumeView {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly sizeGb: number;
  readonly zoneId: string;
  readonly bootable: boolean;
  /** Lies on the bare metal server itself (LIM-05). */
  readonly local: boolean;
  readonly encrypted: boolean;
  readonly keyId: string | null;
  /** Of the key it is encrypted under. */
  readonly keyName: string | null;
  readonly device: string | null;
  readonly serverId: string | null;
  readonly status: VolumeStatus;
  /** Bytes stored on it as last known; null: never measured. */
  readonly usedBytes: number;
  readonly failureCode: string | null;
  /** Milliseconds from the job's start to the first readable sector. */
  readonly readyMs: number | null;
  readonly tags: readonly string[];
  readonly createdAt: string;
}

/** A volume in a list of its own, with the server it is attached to. */
export interface ListedVolume extends VolumeView {
  readonly serverName: string | null;
  readonly serverState: string | null;
}

export const VOLUME_ACTIONS = ["attach", "detach", "grow", "delete"] as const;
export type VolumeAction = (typeof VOLUME_ACTIONS)[number];

export interface VolumeRefusal {
  readonly code: "volumeStateInvalid" | "volumeInUse" | "volumeNotAttached" | "systemDiskNotDetachable" | "bmsLocalDisk";
  readonly detail: Readonly<Record<string, string>>;
}

/** Why something cannot be done with a disk now, or undefined; what its server says against it is asked of the server. */
export function whyNotVolume(
  action: VolumeAction,
  volume: Pick<VolumeView, "status" | "serverId" | "bootable" | "local">,
): VolumeRefusal | undefined {
  const ready = volume.status === "lazy" || volume.status === "independent";
  if (!ready && !(action === "delete" && volume.status === "error"))
    return { code: "volumeStateInvalid", detail: { status: volume.status } };
  if (action === "grow") return volume.local ? { code: "bmsLocalDisk", detail: {} } : undefined;
  if (action === "detach") {
    if (volume.serverId === null) return { code: "volumeNotAttached", detail: {} };
    return volume.bootable ? { code: "systemDiskNotDetachable", detail: {} } : undefined;
  }
  return volume.serverId === null ? undefined : { code: "volumeInUse", detail: { server: volume.serverId } };
}

export function isVolumeTransient(volume: Pick<VolumeView, "status">): boolean {
  return volume.status === "creating" || volume.status === "lazy";
}
