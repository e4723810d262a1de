import "server-only";
import { holdKey } from "@/lib/keys/hold-key";
import type { Tx } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";

interface Asked {
  readonly encrypted: boolean;
  /** Left out: the project's `ims/default`. */
  readonly keyId?: string | undefined;
}

/**
 * What a new disk's row gets where it is asked to be encrypted: the key, held. A disk of an encrypted image keeps the key of that, so what
 * it takes from the image goes after this. Errors: those of `holdKey`.
 */
export async function askedEncryption(tx: Tx, actor: Actor, { encrypted, keyId }: Asked): Promise<{ encrypted?: true; keyId?: string }> {
  return encrypted ? { encrypted, keyId: (await holdKey(tx, actor, keyId)).id } : {};
}
