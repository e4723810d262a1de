import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { inProjectOf, minutesAgo } from "../world";

/** Keys in every state, one of which protects images and disks. Answers the id of one that does. */
export async function layOutKeys(owner: Actor): Promise<string> {
  const DAY = 24 * 60;
  const defaultKey = { ...inProjectOf(owner), name: "ims/default", isDefault: true, currentVersion: 2, rotatedAt: minutesAgo(3 * DAY) };
  const payments = { ...inProjectOf(owner), name: "payments/disks", description: "Disks of the payment systems" };
  const old = { ...inProjectOf(owner), name: "archive-2024", state: "disabled" } as const;
  const leaving = { ...inProjectOf(owner), name: "migration", state: "pendingDeletion", deletionAt: minutesAgo(-9 * DAY) } as const;
  await db().key.createMany({ data: [defaultKey, payments, old, leaving].map((key) => ({ createdAt: minutesAgo(40 * DAY), ...key })) });
  const names = ["payments-db-2026.10", "payments-web-2026.10", "payments-batch-2026.09"];
  for (const [index, name] of names.entries()) {
    const { id, ...place } = inProjectOf(owner);
    const disk = {
      id,
      regionId: place.regionId,
      storageKey: `images/${id}/disk-sample.sealed`,
      sizeBytes: 3_221_225_472n,
      virtualSizeBytes: 42_949_672_960n,
      objectSha256: "0".repeat(64),
      contentDigest: "0".repeat(64),
      blockDigests: new Uint8Array(),
      keyId: payments.id,
      keyVersion: 1,
      wrappedDataKey: new Uint8Array(60),
      sealedFor: id,
      sealedSha256: "0".repeat(64),
    };
    await db().imageDisk.create({ data: disk });
    const facts = { status: "active", sourceKind: "file", virtualSizeBytes: disk.virtualSizeBytes, minDiskGb: 40 } as const;
    await db().image.create({
      data: { ...place, id, name, ...facts, encrypted: true, keyId: payments.id, diskId: id, createdAt: minutesAgo(60 * (index + 1)) },
    });
  }
  for (const [index, name] of ["payments-data-1", "payments-data-2"].entries())
    await db().volume.create({
      data: {
        ...inProjectOf(owner),
        name,
        zoneId: `${payments.regionId}a`,
        sizeGb: 200 * (index + 1),
        bootable: false,
        status: "independent",
        encrypted: true,
        keyId: payments.id,
        createdAt: minutesAgo(90 * (index + 1)),
      },
    });
  return payments.id;
}
