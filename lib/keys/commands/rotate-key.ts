import "server-only";
import { command } from "@/lib/platform/operation/command";
import { insertKeyVersion } from "../insert-key";
import { lockKey } from "../lock-key";
import { moveKey } from "../move-key";
import { keyIdInput } from "../schemas";

/**
 * Gives a key new material for the data keys to come. Nothing is encrypted again: what older versions wrapped, they unwrap.
 * Errors: `conflict` for a key that is not enabled.
 */
export const rotateKey = command({
  trace: "rotateKey",
  resourceType: "key",
  permission: "kms:cmk:rotate",
  input: keyIdInput,
  resource: (tx, { keyId }, scope) => lockKey(tx, keyId, scope),
  async run({ tx, resource: key, note }) {
    const version = key.currentVersion + 1;
    note({ version });
    const rotated = await moveKey(tx, key, "rotate", { currentVersion: version, rotatedAt: new Date() });
    await insertKeyVersion(tx, key.id, version);
    return rotated;
  },
});
