import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { KEYS_MAX } from "../constraints";
import { insertKey } from "../insert-key";
import { keysOf } from "../keys-of";
import { createKeyInput } from "../schemas";

/** Makes a key of the project's own. Errors: `nameTaken`, `conflict` { reason: `keyLimit` } at 20 keys. */
export const createKey = command({
  trace: "createKey",
  resourceType: "key",
  permission: "kms:cmk:create",
  input: createKeyInput,
  async run({ tx, scope, input, note }) {
    const inside = inProject(scope);
    await tx.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${inside.project.id} FOR UPDATE`;
    if ((await tx.key.count({ where: { AND: [keysOf(inside), { isDefault: false }] } })) >= KEYS_MAX)
      throw new AppError("conflict", { reason: "keyLimit", limit: KEYS_MAX });
    const { id, inserted } = await insertKey(tx, inside, input);
    if (!inserted) throw new AppError("nameTaken", { name: input.name });
    note({ resourceId: id, resourceName: input.name });
    return { keyId: id };
  },
});
