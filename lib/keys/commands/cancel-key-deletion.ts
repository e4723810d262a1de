import "server-only";
import { command } from "@/lib/platform/operation/command";
import { lockKey } from "../lock-key";
import { moveKey } from "../move-key";
import { keyIdInput } from "../schemas";

/** Keeps a key that waited for its deletion. It comes back disabled. Errors: `conflict` for one that waits for none. */
export const cancelKeyDeletion = command({
  trace: "cancelKeyDeletion",
  resourceType: "key",
  permission: "kms:cmk:cancelDeletion",
  input: keyIdInput,
  resource: (tx, { keyId }, scope) => lockKey(tx, keyId, scope),
  async run({ tx, resource: key, note }) {
    note({ images: key._count.images, volumes: key._count.volumes });
    return moveKey(tx, key, "cancelDeletion", { state: "disabled", deletionAt: null });
  },
});
