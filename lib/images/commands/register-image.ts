import "server-only";
import type { z } from "zod";
import { type LockedObject, lockObject } from "@/lib/objects/lock-object";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { authorize, inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { consumeTaskSlot } from "@/lib/quotas/consume-task-slot";
import { lockQuota } from "@/lib/quotas/lock-quota";
import { formatTag } from "@/lib/tags/model";
import { TAGS_MAX } from "../constraints";
import { insertRegistration } from "../manage/insert-registration";
import { type RegisteredSystem, registeredSystemOf, whyNotBootMode } from "../os/import-rules";
import { registerImageInput } from "../schemas";

type Input = z.output<typeof registerImageInput>;

/**
 * Registers an uploaded file as a private system disk, data disk or ISO image (PRI-06, PRI-13, PRI-09), a system disk also with up to
 * three data disks, each an image of its own: the rows exist at once, jobs look inside the files and make the disks. All or none.
 * Errors: `imageQuotaExceeded`, `createTaskLimitExceeded`, `tagLimitExceeded`, `uefiNotSupported`, those of the file rules,
 * `dataImageAlreadySelected` for a file chosen twice, `notFound` for an object or key the project cannot use.
 */
export const registerImage = command({
  trace: "createImage",
  resourceType: "image",
  permission: "ims:serverImages:create",
  input: registerImageInput,
  resource: (tx, input, scope) => lockFiles(tx, input, scope),
  constraints: { image_quota: "imageQuotaExceeded" },
  async run({ tx, actor, scope: anywhere, input, resource: object, note }) {
    const scope = inProject(anywhere);
    if (input.kind === "data" || input.dataDisks.length > 0) authorize(actor, "ims:dataImages:create");
    assertOnce([input.objectId, ...input.dataDisks.map(({ objectId }) => objectId)]);
    if (input.tags.length > TAGS_MAX) throw new AppError("tagLimitExceeded", { limit: TAGS_MAX });
    const quota = await lockQuota(tx, scope);
    await consumeTaskSlot(tx, scope, quota, 1 + input.dataDisks.length);
    const system = input.kind === "data" ? undefined : chosenSystem(input);
    const { name, description, quick, encrypted, keyId } = input;
    const shared = { quick, encrypted, keyId, columns: { description, tags: input.tags.map(formatTag), osFamily: input.osFamily } };
    const { imageId, jobId } = await insertRegistration(
      tx,
      { actor, scope },
      {
        ...shared,
        ...{ kind: input.kind, object, name, diskGb: input.minDiskGb, fitsBms: input.fitsBms },
        columns: input.kind === "data" ? shared.columns : { ...shared.columns, ...systemColumns(input, system) },
      },
    );
    const dataImages: string[] = [];
    for (const [index, { objectId, diskGb }] of input.dataDisks.entries()) {
      const file = await lockObject(tx, objectId, scope);
      const data = { kind: "data" as const, object: file, name: `${name.slice(0, 120)}-data-${index + 1}`, diskGb, fitsBms: false };
      dataImages.push((await insertRegistration(tx, { actor, scope }, { ...shared, ...data })).imageId);
    }
    note({ resourceId: imageId, resourceName: name, object: object.name, jobId, ...(dataImages.length > 0 ? { dataImages } : {}) });
    return { imageId, jobId, dataImageIds: dataImages, unlistedOs: system?.listed === false };
  },
});

function systemColumns({ architecture, bootMode, minRamMb, maxRamMb }: Input, system: RegisteredSystem | undefined) {
  return { architecture, bootMode, osVersion: system?.version, minRamMb, maxRamMb };
}

/** Holds all files in one order, so that two requests for the same ones wait instead of blocking each other. Answers the first disk's. */
async function lockFiles(tx: Tx, { objectId, dataDisks }: Input, scope: Scope): Promise<LockedObject> {
  for (const id of [objectId, ...dataDisks.map((disk) => disk.objectId)].toSorted()) await lockObject(tx, id, scope);
  return lockObject(tx, objectId, scope);
}

/** A file becomes one disk of a request. Errors: `dataImageAlreadySelected` { object }. */
function assertOnce(objectIds: readonly string[]): void {
  const twice = objectIds.find((id, index) => objectIds.indexOf(id) !== index);
  if (twice !== undefined) throw new AppError("dataImageAlreadySelected", { object: twice });
}

/** What the asked version is registered as (OS-10, OS-11). Errors: `uefiNotSupported` (OS-15), `invalidArgument`. */
function chosenSystem({ architecture = "x86", bootMode, osVersion }: Input): RegisteredSystem | undefined {
  const system = osVersion === undefined ? undefined : registeredSystemOf(osVersion, architecture);
  const refusal = bootMode && whyNotBootMode(bootMode, { architecture, osVersion: system?.version });
  if (refusal) throw new AppError(refusal.code, refusal.detail);
  return system;
}
