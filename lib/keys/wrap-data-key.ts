import "server-only";
import { randomBytes } from "node:crypto";
import { KEY_BYTES, wrapKey } from "@/lib/platform/crypto/key-wrap";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { writeTrace } from "@/lib/platform/operation/audit";
import { openKeyVersion } from "./open-key-version";
import { dataKeyContext } from "./version-context";

/** What is kept of a data key: columns of `ImageDisk`, `BackupDelta` and, but for `sealedFor`, `Volume`. */
export interface WrappedDataKey {
  readonly keyId: string;
  readonly keyVersion: number;
  /** Nonce, key and tag; never a data key in plain text (SEC-01). */
  readonly wrappedDataKey: Uint8Array<ArrayBuffer>;
  /** Id of the image, backup or disk it is bound to. */
  readonly sealedFor: string;
}

/** Which key wraps for what, and on whose behalf. */
export interface DataKeyRequest {
  readonly keyId: string;
  /** Id of the image, backup or disk whose bytes will be sealed: they open for it only. */
  readonly sealedFor: string;
  /** Who asked for the work; `actorOfJob` in a job. */
  readonly by: Actor;
}

/**
 * Makes the data key of one object and wraps it by the newest version of a key: envelope encryption (SEC-01). Call it once per
 * object and attempt, right before sealing; keep `dataKey` in memory only, and store `wrapped` with the row. Leaves a trace
 * `createDataKey`. Errors: `keyUnavailable` { key, state } when the key is not enabled any more, `notFound`.
 */
export async function wrapDataKey(tx: Tx, { keyId, sealedFor, by }: DataKeyRequest): Promise<{ dataKey: Buffer; wrapped: WrappedDataKey }> {
  const key = await tx.key.findUnique({ where: { id: keyId }, select: { name: true, accountId: true, currentVersion: true } });
  if (key === null || key.accountId !== by.accountId) throw new AppError("notFound", { id: keyId });
  const keyVersion = key.currentVersion;
  const material = await openKeyVersion(tx, keyId, keyVersion);
  const dataKey = randomBytes(KEY_BYTES);
  const wrappedDataKey = new Uint8Array(wrapKey(material, dataKey, dataKeyContext(keyId, keyVersion, sealedFor)));
  const resource = { resourceType: "key", resourceId: keyId, resourceName: key.name };
  await writeTrace(tx, { actor: by, trace: "createDataKey", ...resource, outcome: "done", detail: { sealedFor, keyVersion } });
  return { dataKey, wrapped: { keyId, keyVersion, wrappedDataKey, sealedFor } };
}
