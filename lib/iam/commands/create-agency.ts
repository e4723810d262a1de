import "server-only";
import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { createAgencyInput } from "../schemas";

/**
 * Lets the image service act in one project of the account, so that copies from other regions can be written there. Errors:
 * `notFound` for a project of another account, `nameTaken`.
 */
export const createAgency = command({
  trace: "createAgency",
  resourceType: "agency",
  permission: "iam:agencies:create",
  input: createAgencyInput,
  constraints: { Agency_accountId_name_key: "nameTaken", "unique(accountId,name)": "nameTaken" },
  async run({ tx, scope, input, note }) {
    const project = await tx.project.findFirst({ where: { id: input.projectId, accountId: scope.accountId }, select: { id: true } });
    if (project === null) throw new AppError("notFound", { project: input.projectId });
    const id = randomUUID();
    await tx.agency.create({ data: { id, accountId: scope.accountId, ...input } });
    note({ resourceId: id, resourceName: input.name, project: input.projectId, permission: input.permission });
    return { agencyId: id };
  },
});
