import { db, type Prisma } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { projectOf } from "@/lib/testing/factories";

const IMAGES = 10_000;

let inserted: Promise<void> | undefined;

/** Gives the owner 10,000 images, once for all benches that look at them. */
export function withManyImages(owner: Actor): Promise<void> {
  inserted ??= insertImages(owner, IMAGES);
  return inserted;
}

/** Ids of some of them. */
export async function someImages(owner: Actor, count: number): Promise<string[]> {
  const rows = await db().image.findMany({ where: { accountId: owner.accountId, status: "active" }, take: count, select: { id: true } });
  return rows.map(({ id }) => id);
}

/** Lays out private images that are nothing but rows. */
export async function insertImages(owner: Actor, count: number): Promise<void> {
  const { id: projectId, regionId } = projectOf(owner);
  await inBulk(async (tx) => {
    await tx.projectQuota.update({ where: { projectId }, data: { imagesLimit: { increment: count }, imagesUsed: { increment: count } } });
    await tx.$executeRaw`
      WITH disks AS (
        INSERT INTO "ImageDisk" ("id", "regionId", "storageKey", "sizeBytes", "virtualSizeBytes", "objectSha256", "contentDigest", "blockDigests")
        SELECT gen_random_uuid(), ${regionId}, 'bench/' || ${owner.accountId} || '/' || number, 1, 1, repeat('0', 64), repeat('0', 64), ''
        FROM generate_series(1, ${count}::int) AS number
        RETURNING "id", "storageKey"
      )
      INSERT INTO "Image" ("id", "accountId", "projectId", "regionId", "status", "name", "sourceKind", "diskId", "createdAt")
      SELECT gen_random_uuid(), ${owner.accountId}::uuid, ${projectId}, ${regionId}, 'active', 'image-' || md5("storageKey"), 'file', "id",
        now() - random() * interval '1 year'
      FROM disks`;
  });
  await db().$executeRaw`VACUUM ANALYZE "Image"`; // as the database does by itself within a minute
}

/** Writes rows past the triggers, which count one by one what is here made by the thousand. */
export function inBulk(work: (tx: Prisma.TransactionClient) => Promise<void>): Promise<void> {
  return db().$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
      await work(tx);
    },
    { timeout: 120_000 },
  );
}
