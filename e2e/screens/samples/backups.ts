import { randomUUID } from "node:crypto";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { inProjectOf, minutesAgo } from "../world";

/** A vault of each service, and backups of one server in several states. */
export async function layOutBackups(actor: Actor, serverId: string): Promise<void> {
  const vaults = { cbr: randomUUID(), csbs: randomUUID() };
  for (const kind of ["cbr", "csbs"] as const)
    await db().vault.create({
      data: { ...inProjectOf(actor), id: vaults[kind], kind, name: `${kind}-vault`, capacityGb: 500, createdAt: minutesAgo(4_000) },
    });
  const samples = [
    { name: "web-02-nightly", kind: "cbr", status: "available", addedBytes: 1_931_722_752n, minutes: 900 },
    { name: "web-02-weekly", kind: "cbr", status: "available", addedBytes: 84_213_760n, minutes: 300 },
    { name: "web-02-old", kind: "csbs", status: "error", addedBytes: 0n, minutes: 5_000 },
  ] as const;
  for (const { minutes, ...sample } of samples) {
    const backup = {
      ...inProjectOf(actor),
      ...sample,
      vaultId: vaults[sample.kind],
      serverId,
      serverName: "web-02",
      sizeGb: 40,
      lineage: {},
    };
    if (sample.addedBytes > 0n) {
      const { id, regionId, vaultId } = backup;
      const delta = { id: randomUUID(), regionId, vaultId, volumeId: randomUUID(), storageKey: `backups/sample-${id}` };
      await db().backupDelta.create({ data: { ...delta, sizeBytes: sample.addedBytes } });
    }
    await db().backup.create({
      data: { ...backup, createdAt: minutesAgo(minutes), failureCode: sample.status === "error" ? "storageFull" : null },
    });
  }
}
