import "server-only";
import { command } from "@/lib/platform/operation/command";
import { lockKey } from "../lock-key";
import { moveKey } from "../move-key";
import { keyIdInput } from "../schemas";

/** Stops a key: images it protects cannot be read or used until it is enabled again. The audit says how many. Errors: `conflict`. */
export const disableKey = command({
  trace: "disableKey",
  resourceType: "key",
  permission: "kms:cmk:disable",
  input: keyIdInput,
  resource: (tx, { keyId }, scope) => lockKey(tx, keyId, scope),
  async run({ tx, resource: key, note }) {
    note({ images: key._count.images, volumes: key._count.volumes });
    return moveKey(tx, key, "disable", { state: "disabled" });
  },
});
