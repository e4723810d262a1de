import "server-only";
import { z } from "zod";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { toVaultViews } from "../views";

/** The project's vaults with what they hold, newest first. A project has few. */
export const listVaults = query({
  permission: "cbr:vaults:list",
  input: z.object({}),
  async run({ db, scope: anywhere }) {
    const scope = inProject(anywhere);
    const where = { accountId: scope.accountId, projectId: scope.project.id, deletedAt: null };
    return toVaultViews(db, await db.vault.findMany({ where, orderBy: [{ createdAt: "desc" }, { id: "desc" }], take: 200 }));
  },
});
