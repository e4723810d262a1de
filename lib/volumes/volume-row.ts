import "server-only";
import { randomUUID } from "node:crypto";
import type { Prisma } from "@/lib/platform/db/client";

/** A disk that is to be made: of an image's disk, else empty. */
export interface NewDisk {
  readonly sizeGb: number;
  readonly type: string;
  readonly bootable: boolean;
  readonly local: boolean;
  readonly device: string | null;
  readonly imageDiskId?: string;
  readonly usedBytes?: bigint;
  readonly encrypted?: boolean;
  readonly keyId?: string | null;
}

interface Place {
  readonly accountId: string;
  readonly projectId: string;
  readonly regionId: string;
  readonly zoneId: string;
}

/** The row of a disk before a job has made its file. */
export function volumeRow(
  place: Place,
  disk: NewDisk,
  more: { readonly name: string; readonly serverId?: string },
): Prisma.VolumeCreateManyInput & { id: string } {
  return { id: randomUUID(), ...place, ...disk, ...more };
}
