import "server-only";
import { insertBackupCopy } from "@/lib/backups/insert-backup-copy";
import { lockImage } from "@/lib/images/lock-image";
import { toImageView } from "@/lib/images/views";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { lockQuota } from "@/lib/quotas/lock-quota";
import { admitCopy } from "../admit-copy";
import { findTarget } from "../find-target";
import { insertCopy } from "../insert-copy";
import { copyImageAcrossInput } from "../schemas";

/**
 * Copies a private image to the account's project in another region (CPY-04), where an agency lets the service write. The copy is in
 * that region's list at once; a job of this project moves the bytes. A full-server image takes its backup along into a vault there
 * (CPY-14). Errors: those of `insertBackupCopy`, the refusals of the rules for `copyAcrossRegions`,
 * `copyRegionInvalid`, `projectNotAuthorised`, `imageQuotaExceeded` of the target.
 */
export const copyImageAcross = command({
  trace: "copyImage",
  resourceType: "image",
  permission: "ims:images:copyCrossRegion",
  input: copyImageAcrossInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  constraints: { image_quota: "imageQuotaExceeded", job_copy_across_once: "copyAlreadyRunning", "unique(imageId)": "copyAlreadyRunning" },
  async run({ tx, actor, scope: anywhere, input, resource: row, note }) {
    const scope = inProject(anywhere);
    const image = toImageView(row, scope.accountId);
    const { targetRegionId, waitTurn } = input;
    const target = image.regionId === targetRegionId ? undefined : await findTarget(tx, actor, { ...input, source: row });
    // Told before the target is looked at where it is no other region.
    const { held } = await admitCopy(tx, { image, accountId: scope.accountId, targetRegionId, waitTurn });
    const there = target ?? scope;
    const backup = await insertBackupCopy(tx, there, { sourceBackupId: image.sourceBackupId, vaultId: input.targetVaultId });
    await lockQuota(tx, there);
    const { imageId: resultImageId } = await insertCopy(tx, there, { ...input, sourceBackupId: backup?.id ?? null });
    const jobId = await enqueue(tx, actor, scope, {
      kind: "copyImageAcross",
      payload: {
        agencyId: input.agencyId,
        targetRegionId,
        targetProjectId: there.project.id,
        ...(backup === undefined ? {} : { backup: { ...backup } }),
      },
      targetName: input.name,
      imageId: image.id,
      resultImageId,
      ...(backup === undefined ? {} : { backupId: backup.id }),
      held,
    });
    note({ copy: resultImageId, name: input.name, region: targetRegionId, waits: held, jobId });
    return { imageId: resultImageId, jobId, waits: held, projectId: there.project.id };
  },
});
