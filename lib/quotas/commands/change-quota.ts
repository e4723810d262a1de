import "server-only";
import { AppError } from "@/lib/platform/errors";
import { assertOperator } from "@/lib/platform/operation/assert-operator";
import { command } from "@/lib/platform/operation/command";
import { changeQuotaInput } from "../schemas";

/**
 * Sets the limits of one account in one region. Below what is in use nothing is taken away; nothing more can be made. Errors:
 * `notFound` for an unknown project.
 */
export const changeQuota = command({
  trace: "updateQuota",
  resourceType: "quota",
  permission: "ims:quotas:update",
  input: changeQuotaInput,
  async run({ tx, actor, input, note }) {
    assertOperator(actor, "ims:quotas:update");
    const { projectId, imagesLimit, tasksLimit } = input;
    const before = await tx.projectQuota.findUnique({ where: { projectId }, select: { imagesLimit: true, tasksLimit: true } });
    if (before === null) throw new AppError("notFound", { project: projectId });
    await tx.projectQuota.update({ where: { projectId }, data: { imagesLimit, tasksLimit } });
    note({ resourceId: projectId, images: [before.imagesLimit, imagesLimit ?? before.imagesLimit].join(" → ") });
    note({ tasks: [before.tasksLimit, tasksLimit ?? before.tasksLimit].join(" → ") });
  },
});
