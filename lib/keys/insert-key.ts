import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { KEY_BYTES, wrapKey } from "@/lib/platform/crypto/key-wrap";
import { masterKey, masterKeyId } from "@/lib/platform/crypto/master-key";
import type { Tx } from "@/lib/platform/db/client";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import { versionContext } from "./version-context";

export interface NewKey {
  readonly name: string;
  readonly description?: string;
  readonly isDefault?: boolean;
}

/** Makes a key with its first version; nothing happens, and false is answered, when the project has a key of that name or a default one. */
export async function insertKey(tx: Tx, scope: ProjectScope, key: NewKey): Promise<{ id: string; inserted: boolean }> {
  const { id: projectId, regionId } = scope.project;
  const id = randomUUID();
  const { count } = await tx.key.createMany({
    data: { id, accountId: scope.accountId, projectId, regionId, ...key },
    skipDuplicates: true,
  });
  if (count > 0) await insertKeyVersion(tx, id, 1);
  return { id, inserted: count > 0 };
}

/** Adds a version of 256 random bits, wrapped by the master key. */
export async function insertKeyVersion(tx: Tx, keyId: string, number: number): Promise<void> {
  const material = wrapKey(masterKey(), randomBytes(KEY_BYTES), versionContext(keyId, number));
  await tx.keyVersion.create({ data: { keyId, number, material: new Uint8Array(material), masterKeyId: masterKeyId() } });
}
