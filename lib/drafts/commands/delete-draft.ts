import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { draftIdInput } from "../schemas";

/** Throws a form away. Errors: `notFound`, also for somebody else's. */
export const deleteDraft = command({
  trace: "deleteDraft",
  resourceType: "draft",
  permission: "ims:serverImages:create",
  input: draftIdInput,
  async run({ tx, scope, input, note }) {
    const mine = { id: input.draftId, userId: scope.userId, projectId: inProject(scope).project.id };
    const { count } = await tx.imageDraft.deleteMany({ where: mine });
    if (count === 0) throw new AppError("notFound", { id: input.draftId });
    note({ resourceId: input.draftId });
  },
});
