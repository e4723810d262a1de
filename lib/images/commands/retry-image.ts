import "server-only";
import { lockObject } from "@/lib/objects/lock-object";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { consumeTaskSlot } from "@/lib/quotas/consume-task-slot";
import { lockTaskQuota } from "@/lib/quotas/lock-quota";
import { lockImage } from "../lock-image";
import { whyNotRetryable } from "../model";
import { moveImage } from "../move-image";
import { imageIdInput } from "../schemas";
import { sourceObjectOf } from "../source-object-of";
import { toImageView } from "../views";

/** Tries a failed registration again from its file, which stays in the bucket. Errors: `conflict` when it has not failed, `notFound` when the file is gone. */
export const retryImage = command({
  trace: "createImage",
  resourceType: "image",
  permission: "ims:serverImages:create",
  input: imageIdInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  async run({ tx, actor, scope: anywhere, resource: image, note }) {
    const scope = inProject(anywhere);
    const refusal = whyNotRetryable(toImageView(image, scope.accountId));
    if (refusal !== undefined) throw new AppError(refusal.code, refusal.detail);
    await consumeTaskSlot(tx, scope, await lockTaskQuota(tx, scope));
    const object = await lockObject(tx, await sourceObjectOf(tx, image.id), scope);
    await moveImage(tx, image, { to: "queued" });
    const payload = { imageId: image.id, objectId: object.id };
    const jobId = await enqueue(tx, actor, scope, { kind: "importImage", payload, targetName: image.name, imageId: image.id });
    note({ retry: true, jobId });
    return { jobId };
  },
});
