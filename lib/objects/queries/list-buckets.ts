import "server-only";
import { z } from "zod";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { bucketsOf } from "../buckets-of";
import type { BucketView } from "../model";
import { bucketSelect } from "../views";

/** The project's buckets by name, with what they hold. Never more than 100, so without pages. */
export const listBuckets = query({
  permission: "obs:buckets:list",
  input: z.object({}),
  async run({ db, scope }): Promise<BucketView[]> {
    const where = bucketsOf(inProject(scope));
    const [buckets, sums] = await Promise.all([
      db.bucket.findMany({ where, select: bucketSelect, orderBy: { name: "asc" } }),
      db.bucketObject.groupBy({ by: ["bucketId"], where: { bucket: where }, _count: true, _sum: { sizeBytes: true } }),
    ]);
    const held = new Map(sums.map((sum) => [sum.bucketId, sum]));
    return buckets.map(({ id, name, regionId, createdAt }) => ({
      id,
      name,
      regionId,
      objectCount: held.get(id)?._count ?? 0,
      totalBytes: Number(held.get(id)?._sum.sizeBytes ?? 0),
      createdAt: createdAt.toISOString(),
    }));
  },
});
