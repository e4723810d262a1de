import "server-only";
import { command } from "@/lib/platform/operation/command";
import { lockKey } from "../lock-key";
import { moveKey } from "../move-key";
import { scheduleKeyDeletionInput } from "../schemas";

const DAY_MS = 24 * 60 * 60_000;

/**
 * Stops a key at once and deletes it for good after 7 to 1096 days. What it protects can never be read again then; the audit says
 * how many images that are. Errors: `conflict` for the default key and one that waits already.
 */
export const scheduleKeyDeletion = command({
  trace: "scheduleKeyDeletion",
  resourceType: "key",
  permission: "kms:cmk:delete",
  input: scheduleKeyDeletionInput,
  resource: (tx, { keyId }, scope) => lockKey(tx, keyId, scope),
  async run({ tx, input, resource: key, note }) {
    const deletionAt = new Date(Date.now() + input.days * DAY_MS);
    note({ images: key._count.images, volumes: key._count.volumes, deletionAt: deletionAt.toISOString() });
    return moveKey(tx, key, "scheduleDeletion", { state: "pendingDeletion", deletionAt });
  },
});
