import "server-only";
import { randomUUID } from "node:crypto";
import { lockObject } from "@/lib/objects/lock-object";
import { consumeTaskSlot } from "@/lib/quotas/consume-task-slot";
import { lockQuota } from "@/lib/quotas/lock-quota";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { registerImageInput } from "../schemas";

/**
 * Registers an uploaded file as a private system disk image (PRI-06): the row exists at once, a job looks inside the file and
 * makes the disk. Errors: `imageQuotaExceeded`, `createTaskLimitExceeded`, `notFound` for an object the project cannot read.
 */
export const registerImage = command({
  trace: "createImage",
  resourceType: "image",
  permission: "ims:serverImages:create",
  input: registerImageInput,
  resource: (tx, { objectId }, scope) => lockObject(tx, objectId, scope),
  constraints: { image_quota: "imageQuotaExceeded" },
  async run({ tx, actor, scope: anywhere, input, resource: object, note }) {
    const scope = inProject(anywhere);
    const quota = await lockQuota(tx, scope);
    await consumeTaskSlot(tx, scope, quota);
    const imageId = randomUUID();
    await tx.image.create({
      data: {
        id: imageId,
        accountId: scope.accountId,
        projectId: scope.project.id,
        regionId: scope.project.regionId,
        kind: "system",
        name: input.name,
        description: input.description,
        architecture: input.architecture,
        bootMode: input.bootMode,
        osVersion: input.osVersion,
        minDiskGb: input.minDiskGb ?? 0,
        minRamMb: input.minRamMb,
        maxRamMb: input.maxRamMb,
        sourceKind: "file",
        sourceName: object.name,
        sourceObjectId: object.id,
      },
    });
    const jobId = await enqueue(tx, actor, scope, { kind: "importImage", payload: { imageId, objectId: object.id }, targetName: input.name, imageId });
    note({ resourceId: imageId, resourceName: input.name, object: object.name, jobId });
    return { imageId, jobId };
  },
});
