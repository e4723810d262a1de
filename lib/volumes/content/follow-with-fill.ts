import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { enqueueFollowUp } from "@/lib/platform/queue/enqueue";
import type { JobRow } from "@/lib/platform/queue/job-run";

interface Fillable {
  readonly id: string;
  readonly status: string;
  readonly serverId: string | null;
  readonly encrypted?: boolean;
  readonly wrappedDataKey?: Uint8Array | null;
}

/** Queues the filling of those disks that still read from an image, or that are to be encrypted yet, after a job that made them or held them still. */
export async function followWithFill(tx: Tx, job: JobRow, volumes: readonly Fillable[]): Promise<void> {
  for (const volume of volumes) {
    const { id, serverId } = volume;
    if (volume.status !== "lazy" && !isPlainStill(volume)) continue;
    await enqueueFollowUp(tx, job, {
      kind: "fillVolume",
      payload: { volumeId: id },
      targetName: job.targetName,
      volumeId: id,
      serverId: serverId ?? undefined,
    });
  }
}

function isPlainStill({ status, encrypted, wrappedDataKey }: Fillable): boolean {
  return status === "independent" && encrypted === true && wrappedDataKey === null;
}
