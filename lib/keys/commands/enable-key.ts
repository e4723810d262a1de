import "server-only";
import { command } from "@/lib/platform/operation/command";
import { lockKey } from "../lock-key";
import { moveKey } from "../move-key";
import { keyIdInput } from "../schemas";

/** Makes a disabled key work again: its images can be read from now on. Errors: `conflict` for one that is not disabled. */
export const enableKey = command({
  trace: "enableKey",
  resourceType: "key",
  permission: "kms:cmk:enable",
  input: keyIdInput,
  resource: (tx, { keyId }, scope) => lockKey(tx, keyId, scope),
  async run({ tx, resource: key, note }) {
    note({ images: key._count.images, volumes: key._count.volumes });
    return moveKey(tx, key, "enable", { state: "enabled" });
  },
});
