import "server-only";
import { z } from "zod";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { keysOf } from "../keys-of";
import type { KeyView } from "../model";
import { keySelect, toKeyView } from "../views";

/** The project's keys, the default one first, then by name. Never more than 21, so without pages. */
export const listKeys = query({
  permission: "kms:cmk:list",
  input: z.object({}),
  async run({ db, scope }): Promise<KeyView[]> {
    const orderBy = [{ isDefault: "desc" }, { name: "asc" }] as const;
    const keys = await db.key.findMany({ where: keysOf(inProject(scope)), select: keySelect, orderBy: [...orderBy] });
    return keys.map(toKeyView);
  },
});
