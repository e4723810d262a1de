import "server-only";
import { unwrapKey } from "@/lib/platform/crypto/key-wrap";
import { masterKey, masterKeyId } from "@/lib/platform/crypto/master-key";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { isUsable } from "./model";
import { versionContext } from "./version-context";

/**
 * The 256 bits of one version, for the wrapping of data keys only. Errors: `keyUnavailable` { key, state } unless the key is enabled;
 * `keyUnavailable` { reason: `masterKey` } when the service runs with another master key than the one that made the version;
 * `corruptImage` for material that was altered.
 */
export async function openKeyVersion(tx: Tx, keyId: string, number: number): Promise<Buffer> {
  const key = await tx.key.findUnique({ where: { id: keyId }, select: { name: true, state: true, versions: { where: { number } } } });
  if (key === null) throw new AppError("notFound", { id: keyId });
  if (!isUsable(key)) throw new AppError("keyUnavailable", { key: key.name, state: key.state });
  const version = key.versions[0];
  if (version === undefined) throw new AppError("keyUnavailable", { key: key.name, state: "deleted" });
  if (version.masterKeyId !== masterKeyId()) throw new AppError("keyUnavailable", { key: key.name, reason: "masterKey" });
  const material = unwrapKey(masterKey(), version.material, versionContext(keyId, number));
  if (material === undefined) throw new AppError("corruptImage", { construct: "key.material", key: key.name });
  return material;
}
