import "server-only";
import { AppError } from "@/lib/platform/errors";
import { assertOperator } from "@/lib/platform/operation/assert-operator";
import { command } from "@/lib/platform/operation/command";
import { decideQuotaRequestInput } from "../schemas";

/** Grants or declines a request for more private images; granted, the new limit holds at once. Errors: `notFound`, `conflict` when it is decided. */
export const decideQuotaRequest = command({
  trace: "decideQuotaRequest",
  resourceType: "quota",
  permission: "ims:quotas:update",
  input: decideQuotaRequestInput,
  async run({ tx, actor, input, note }) {
    assertOperator(actor, "ims:quotas:update");
    const status = input.approve ? ("approved" as const) : ("rejected" as const);
    const [request] = await tx.quotaRequest.updateManyAndReturn({
      where: { id: input.requestId, status: "pending" },
      data: { status, answer: input.answer, decidedBy: actor.userName, decidedAt: new Date() },
    });
    if (request === undefined) throw await whyNot();
    const { projectId, imagesLimit } = request;
    if (input.approve) await tx.projectQuota.update({ where: { projectId }, data: { imagesLimit } });
    note({ resourceId: request.id, resourceName: request.regionId, project: projectId, imagesLimit, decision: status });

    async function whyNot(): Promise<AppError> {
      const known = (await tx.quotaRequest.count({ where: { id: input.requestId } })) > 0;
      return known ? new AppError("conflict", { reason: "decided" }) : new AppError("notFound", { id: input.requestId });
    }
  },
});
