import "server-only";
import { db } from "@/lib/platform/db/client";
import { writeTrace } from "@/lib/platform/operation/audit";
import { serviceActor } from "./service-actor";

/**
 * Deletes for good the keys whose time has come: their versions go, and with them everything they wrapped. Safe to run at any
 * time; a key that was kept meanwhile stays. Answers how many were deleted.
 */
export async function sweepKeys(now: Date): Promise<number> {
  const due = await db().key.findMany({ where: { state: "pendingDeletion", deletionAt: { lte: now } }, select: { id: true } });
  let deleted = 0;
  for (const { id } of due) if (await deleteKey(id, now)) deleted++;
  return deleted;
}

function deleteKey(id: string, now: Date): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const [key] = await tx.key.updateManyAndReturn({
      where: { id, state: "pendingDeletion", deletionAt: { lte: now } },
      data: { state: "deleted", deletionAt: null },
    });
    if (key === undefined) return false;
    await tx.keyVersion.deleteMany({ where: { keyId: id } });
    const images = await tx.image.count({ where: { keyId: id, status: { not: "deleted" } } });
    const volumes = await tx.volume.count({ where: { keyId: id, status: { not: "deleted" } } });
    const resource = { resourceType: "key", resourceId: id, resourceName: key.name };
    await writeTrace(tx, { actor: serviceActor(key), trace: "deleteKey", ...resource, outcome: "done", detail: { images, volumes } });
    return true;
  });
}
