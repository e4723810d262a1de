import "server-only";
import { lockObject } from "@/lib/objects/lock-object";
import type { Prisma } from "@/lib/platform/db/client";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { consumeTaskSlot } from "@/lib/quotas/consume-task-slot";
import { lockTaskQuota } from "@/lib/quotas/lock-quota";
import { assertAllowed } from "../assert-allowed";
import { lockImage } from "../lock-image";
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
    assertAllowed("retry", toImageView(image, scope.accountId));
    await consumeTaskSlot(tx, scope, await lockTaskQuota(tx, scope));
    const object = await lockObject(tx, await sourceObjectOf(tx, image.id), scope);
    await moveImage(tx, image, { to: "queued" });
    const before = await tx.job.findFirst({ where: { imageId: image.id, kind: "importImage" }, orderBy: { createdAt: "desc" } });
    const payload = { ...payloadOf(before?.payload), imageId: image.id, objectId: object.id };
    const jobId = await enqueue(tx, actor, scope, { kind: "importImage", payload, targetName: image.name, imageId: image.id });
    note({ retry: true, jobId });
    return { jobId };
  },
});

/** How it was to be imported the first time. */
function payloadOf(payload: Prisma.JsonValue | undefined): Prisma.JsonObject {
  return typeof payload === "object" && payload !== null && !Array.isArray(payload) ? payload : {};
}
