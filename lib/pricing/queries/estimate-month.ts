import "server-only";
import { z } from "zod";
import { GIB } from "@/lib/disk/model";
import { query } from "@/lib/platform/operation/query";
import { type Charge, chargesOfBackup, chargesOfDisks, chargesOfFile, type RegionEstimate } from "../model";
import { pricesOf } from "../prices-of";

/**
 * What the account holds now in each region that costs, by what it would cost in a month. Private images are free themselves (FEE-02),
 * and so are those others share with it (FEE-05); the backups behind full-server images are not (FEE-03, FEE-04). The permissions of users cost nothing (FEE-17).
 */
export const estimateMonth = query({
  permission: "ims:prices:list",
  input: z.object({}),
  async run({ db, scope }): Promise<RegionEstimate[]> {
    const { accountId } = scope;
    const [projects, volumes, backups, buckets] = await Promise.all([
      db.project.findMany({ where: { accountId }, select: { regionId: true }, orderBy: { regionId: "asc" } }),
      db.volume.groupBy({ by: ["regionId"], where: { accountId, status: { notIn: ["deleted", "error"] } }, _sum: { sizeGb: true } }),
      db.backup.groupBy({ by: ["regionId", "kind"], where: { accountId, status: "available" }, _sum: { addedBytes: true } }),
      db.bucket.findMany({ where: { accountId }, select: { id: true, regionId: true } }),
    ]);
    const objects = await db.bucketObject.groupBy({
      by: ["bucketId"],
      where: { bucketId: { in: buckets.map(({ id }) => id) } },
      _sum: { sizeBytes: true },
    });
    const bytesOf = new Map(objects.map(({ bucketId, _sum }) => [bucketId, Number(_sum.sizeBytes ?? 0n)]));
    return projects.map(({ regionId }) => {
      const disksGb = volumes.find((volume) => volume.regionId === regionId)?._sum.sizeGb ?? 0;
      const bytes = buckets.filter((bucket) => bucket.regionId === regionId).reduce((sum, { id }) => sum + (bytesOf.get(id) ?? 0), 0);
      const kept = backups
        .filter((backup) => backup.regionId === regionId)
        .toSorted((a, b) => a.kind.localeCompare(b.kind))
        .flatMap(({ kind, _sum }) => chargesOfBackup(kind, Number(_sum.addedBytes ?? 0n), pricesOf(regionId)));
      return { regionId, charges: [...chargesIn(regionId, disksGb, bytes), ...kept] };
    });
  },
});

function chargesIn(regionId: string, disksGb: number, bucketBytes: number): Charge[] {
  const prices = pricesOf(regionId);
  return [
    ...(disksGb > 0 ? chargesOfDisks(disksGb, prices) : []),
    ...(bucketBytes >= GIB / 1024 ? chargesOfFile(bucketBytes, prices) : []),
  ];
}
