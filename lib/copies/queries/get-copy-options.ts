import "server-only";
import { agencyAllows } from "@/lib/iam/agency-allows";
import { assertCovered } from "@/lib/images/covers-image";
import { imagesOf } from "@/lib/images/images-of";
import { whyNot } from "@/lib/images/rules/why-not";
import { imageSelect, toImageView } from "@/lib/images/views";
import { COPY_JOB_KINDS } from "@/lib/jobs/model";
import { AppError } from "@/lib/platform/errors";
import { inProject, mayIn } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { pricesOf } from "@/lib/pricing/prices-of";
import { copyLimitsOf } from "@/lib/regions/copy-limits-of";
import { ARRIVAL_PERMISSION } from "../find-target";
import { type CopyOptions, isPassing } from "../model";
import { copyOptionsInput } from "../schemas";
import { storedBytesOf } from "../stored-bytes-of";

const NO_ID = "00000000-0000-0000-0000-000000000000";

/** What a copy of an image could be: how many run, and to which projects of the account it could go, each with what stands against it. */
export const getCopyOptions = query({
  permission: "ims:images:get",
  input: copyOptionsInput,
  async run({ db, scope: anywhere, actor, input }): Promise<CopyOptions> {
    const scope = inProject(anywhere);
    const { accountId } = scope;
    const unfinished = { accountId, kind: { in: [...COPY_JOB_KINDS] }, status: { in: ["queued" as const, "running" as const] } };
    const [row, running, waiting, projects, agencies] = await Promise.all([
      db.image.findFirst({ where: { AND: [{ id: input.imageId }, imagesOf(scope)] }, select: imageSelect }),
      db.job.count({ where: { ...unfinished, held: false } }),
      db.job.count({ where: { ...unfinished, held: true } }),
      db.project.findMany({ where: { accountId, regionId: { not: scope.project.regionId } }, include: { quota: true } }),
      db.agency.findMany({ where: { accountId }, orderBy: { name: "asc" } }),
    ]);
    if (row === null) throw new AppError("notFound", { id: input.imageId });
    assertCovered(scope, row);
    const [storedBytes, backup] = await Promise.all([
      storedBytesOf(db, row.id),
      db.backup.findFirst({
        where: { id: row.sourceBackupId ?? NO_ID, accountId, status: "available" },
        select: { kind: true, sizeGb: true },
      }),
    ]);
    const image = { ...toImageView(row, accountId), storedBytes };
    const targets = projects
      .filter(({ id }) => mayIn(actor, ARRIVAL_PERMISSION, id))
      .map(({ id: projectId, regionId, quota }) => {
        const limits = copyLimitsOf(image.regionId, regionId, image.kind);
        const refusal = whyNot("copyAcrossRegions", image, { copy: { targetRegionId: regionId, ...limits, running } });
        return {
          ...{
            regionId,
            projectId,
            ...limits,
            prices: pricesOf(regionId),
            imagesUsed: quota?.imagesUsed ?? 0,
            imagesLimit: quota?.imagesLimit ?? 0,
          },
          agencies: agencies.filter((agency) => agencyAllows(agency, ARRIVAL_PERMISSION, projectId)).map(({ id, name }) => ({ id, name })),
          refusal: refusal === undefined || isPassing(refusal) ? null : refusal,
        };
      });
    const inRegion = copyLimitsOf(image.regionId, image.regionId, image.kind);
    return { running, waiting, maxRunning: inRegion.maxRunning, maxGbInRegion: inRegion.maxGb, storedBytes, backup, targets };
  },
});
