import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { keysOf } from "../keys-of";
import type { KeyView } from "../model";
import { keyIdInput } from "../schemas";
import { keySelect, toKeyView } from "../views";

/** One of the project's keys. Errors: `notFound`. */
export const getKey = query({
  permission: "kms:cmk:get",
  input: keyIdInput,
  async run({ db, scope, input }): Promise<KeyView> {
    const key = await db.key.findFirst({ where: { AND: [{ id: input.keyId }, keysOf(inProject(scope))] }, select: keySelect });
    if (key === null) throw new AppError("notFound", { id: input.keyId });
    return toKeyView(key);
  },
});
