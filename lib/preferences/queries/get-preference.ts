import "server-only";
import { query } from "@/lib/platform/operation/query";
import type { ListPreference } from "../model";
import { listPreference, preferenceNameInput } from "../schemas";

/** How the acting user likes a list; what an older version kept and this one cannot read is forgotten. */
export const getPreference = query({
  permission: "ims:images:list",
  input: preferenceNameInput,
  async run({ db, actor, input }): Promise<ListPreference> {
    const row = await db.preference.findUnique({ where: { userId_name: { userId: actor.userId, name: input.name } } });
    return listPreference.catch({}).parse(row?.value ?? {});
  },
});
