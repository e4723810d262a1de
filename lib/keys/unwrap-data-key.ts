import "server-only";
import type { SealingKey } from "@/lib/disk/crypt/segment-cipher";
import { unwrapKey } from "@/lib/platform/crypto/key-wrap";
import { db, type Tx } from "@/lib/platform/db/client";
import { AppError, isAppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { writeTrace } from "@/lib/platform/operation/audit";
import { openKeyVersion } from "./open-key-version";
import { serviceActor } from "./service-actor";
import { dataKeyContext } from "./version-context";
import type { WrappedDataKey } from "./wrap-data-key";

/**
 * Opens the data key of a stored object, for `openSealed`, or of a server's disk, for QEMU. Not inside a transaction: it opens its own, so that a refusal is
 * recorded as well. Leaves a trace `decryptDataKey` each time; without `by` it is the service itself that reads, for a server's disk.
 *
 * Errors: `keyUnavailable` while the key is disabled or waits for its deletion, and for ever after it; `corruptImage`
 * { construct: `key.dataKey` } for a wrapped key that was altered or belongs to something else.
 */
export async function unwrapDataKey(wrapped: WrappedDataKey, by?: Actor): Promise<SealingKey> {
  const key = await db().key.findUnique({
    where: { id: wrapped.keyId },
    select: { name: true, accountId: true, projectId: true, regionId: true },
  });
  if (key === null) throw new AppError("notFound", { id: wrapped.keyId });
  const entry = {
    actor: by ?? serviceActor(key),
    trace: "decryptDataKey",
    resourceType: "key",
    resourceId: wrapped.keyId,
    resourceName: key.name,
  };
  const detail = { sealedFor: wrapped.sealedFor, keyVersion: wrapped.keyVersion };
  try {
    return await db().$transaction(async (tx) => {
      const dataKey = await unwrap(tx, wrapped);
      await writeTrace(tx, { ...entry, outcome: "done", detail });
      return { dataKey, boundTo: wrapped.sealedFor };
    });
  } catch (error) {
    const code = isAppError(error) ? error.code : "internal";
    await db().$transaction((tx) => writeTrace(tx, { ...entry, outcome: isAppError(error) ? "refused" : "failed", code, detail }));
    throw error;
  }
}

async function unwrap(tx: Tx, { keyId, keyVersion, wrappedDataKey, sealedFor }: WrappedDataKey): Promise<Buffer> {
  const material = await openKeyVersion(tx, keyId, keyVersion);
  const dataKey = unwrapKey(material, wrappedDataKey, dataKeyContext(keyId, keyVersion, sealedFor));
  if (dataKey === undefined) throw new AppError("corruptImage", { construct: "key.dataKey", imageId: sealedFor });
  return dataKey;
}
