import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf, type TestAccount } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { aBucket } from "@/lib/testing/objects";
import { startUpload } from "@/lib/uploads/commands/start-upload";
import { db, Prisma } from "./client";
import { constraintOf } from "./constraint-of";

testDatabase();

interface Rows {
  readonly account: TestAccount;
  readonly other: TestAccount;
  readonly image: string;
  readonly job: string;
  readonly server: string;
  readonly volume: string;
  readonly bucket: string;
  readonly upload: string;
  readonly group: string;
}

/** One of everything, as operations leave it. */
async function someRows(): Promise<Rows> {
  const [account, other] = [await anAccount(), await anAccount()];
  const { owner } = account;
  const place = { accountId: account.id, projectId: projectOf(owner).id, regionId: projectOf(owner).regionId };
  const [job, server, volume, group] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await db().job.create({ data: { id: job, ...place, kind: "importImage", payload: {} } });
  await db().server.create({ data: { id: server, ...place, zoneId: "a", name: "web", flavorId: "s6.small.2", imageName: "golden" } });
  await db().volume.create({ data: { id: volume, ...place, serverId: server, sizeGb: 40 } });
  await db().group.create({ data: { id: group, accountId: account.id, name: "group" } });
  await db().grant.create({ data: { id: randomUUID(), groupId: group, permission: "IMS FullAccess" } });
  await db().auditTrace.create({
    data: {
      id: randomUUID(),
      accountId: account.id,
      userName: "x",
      trace: "x",
      resourceType: "x",
      outcome: "done",
      requestId: "x",
      via: "x",
    },
  });
  const bucket = await aBucket(owner);
  const { uploadId } = await startUpload(owner, { bucketId: bucket.id, objectName: "disk.raw", sizeBytes: 10 });
  const { id: image } = await anImage(owner, { status: "active" });
  return { account, other, image, job, server, volume, bucket: bucket.id, upload: uploadId, group };
}

const set = (table: string, id: string, change: string) =>
  Prisma.sql`UPDATE ${Prisma.raw(`"${table}"`)} SET ${Prisma.raw(change)} WHERE "id" = ${id}::uuid`;

/** By the constraint: statements that would make what must never be. Each row begins as operations leave it; the first ones only prepare. */
const NEVER: Readonly<Record<string, (rows: Rows) => Prisma.Sql[]>> = {
  account_name: ({ account }) => [set("Account", account.id, `"name" = ''`)],
  quota_counts: ({ account }) => [
    Prisma.sql`UPDATE "ProjectQuota" SET "imagesUsed" = -1 WHERE "projectId" = ${projectOf(account.owner).id}`,
  ],
  grant_once_per_scope: ({ group }) => [
    Prisma.sql`INSERT INTO "Grant" ("id", "groupId", "permission") VALUES (gen_random_uuid(), ${group}::uuid, 'IMS FullAccess')`,
  ],
  image_name: ({ image }) => [set("Image", image, `"name" = repeat('x', 256)`)],
  image_memory_range: ({ image }) => [set("Image", image, `"minRamMb" = 2048, "maxRamMb" = 1024`)],
  image_min_disk: ({ image }) => [set("Image", image, `"minDiskGb" = -1`)],
  image_bits: ({ image }) => [set("Image", image, `"osBits" = 16`)],
  image_tags: ({ image }) => [set("Image", image, `"tags" = string_to_array('1 2 3 4 5 6 7 8 9 10 11', ' ')`)],
  image_deleted_has_time: ({ image }) => [set("Image", image, `"deletedAt" = now()`)],
  image_failed_has_reason: ({ account }) => [insertImage(account, { status: "killed" })],
  image_active_has_bytes: ({ image }) => [set("Image", image, `"originalKey" = NULL`)],
  image_published_is_active: ({ account }) => [insertImage(account, { published: true })],
  image_status_moves: ({ image }) => [set("Image", image, `"status" = 'saving'`)],
  image_quota: ({ account }) => [
    Prisma.sql`UPDATE "ProjectQuota" SET "imagesLimit" = 1 WHERE "projectId" = ${projectOf(account.owner).id}`,
    insertImage(account, {}),
  ],
  image_place: ({ image, other }) => [set("Image", image, `"accountId" = '${other.id}'`)],
  bucket_place: ({ bucket }) => [set("Bucket", bucket, `"regionId" = 'cn-south-1'`)],
  server_place: ({ server, other }) => [set("Server", server, `"projectId" = '${projectOf(other.owner).id}'`)],
  volume_place: ({ volume, other }) => [set("Volume", volume, `"accountId" = '${other.id}'`)],
  job_place: ({ job, other }) => [set("Job", job, `"accountId" = '${other.id}'`)],
  upload_owner: ({ upload, other }) => [set("Upload", upload, `"accountId" = '${other.id}'`)],
  job_percent: ({ job }) => [set("Job", job, `"percent" = 101`)],
  job_ended_has_time: ({ job }) => [set("Job", job, `"status" = 'succeeded'`)],
  job_failed_has_reason: ({ job }) => [set("Job", job, `"status" = 'failed', "endedAt" = now()`)],
  job_end_is_final: ({ job }) => [
    set("Job", job, `"status" = 'cancelled', "endedAt" = now()`),
    set("Job", job, `"status" = 'running', "endedAt" = NULL`),
  ],
  server_deleted_has_time: ({ server }) => [set("Server", server, `"status" = 'deleted'`)],
  server_end_is_final: ({ server }) => [
    set("Server", server, `"status" = 'deleted', "deletedAt" = now()`),
    set("Server", server, `"status" = 'stopped', "deletedAt" = NULL`),
  ],
  volume_size: ({ volume }) => [set("Volume", volume, `"sizeGb" = 0`)],
  volume_lazy_has_source: ({ volume }) => [set("Volume", volume, `"status" = 'lazy'`)],
  volume_end_is_final: ({ volume }) => [
    set("Volume", volume, `"status" = 'deleted', "deletedAt" = now()`),
    set("Volume", volume, `"status" = 'independent', "deletedAt" = NULL`),
  ],
  upload_size: ({ upload }) => [set("Upload", upload, `"receivedBytes" = 11`)],
  upload_end_is_final: ({ upload }) => [set("Upload", upload, `"status" = 'cancelled'`), set("Upload", upload, `"status" = 'open'`)],
  trace_outcome: () => [
    Prisma.sql`INSERT INTO "AuditTrace" ("id", "userName", "trace", "resourceType", "outcome", "requestId", "via")
      VALUES (gen_random_uuid(), '', '', '', 'perhaps', '', '')`,
  ],
  trace_is_final: ({ account }) => [Prisma.sql`UPDATE "AuditTrace" SET "outcome" = 'refused' WHERE "accountId" = ${account.id}::uuid`],
};

function insertImage({ id: accountId, owner }: TestAccount, { status = "queued", published = false }): Prisma.Sql {
  const { id: projectId, regionId } = projectOf(owner);
  return Prisma.sql`INSERT INTO "Image" ("id", "accountId", "projectId", "regionId", "name", "sourceKind", "status", "published")
    VALUES (gen_random_uuid(), ${accountId}::uuid, ${projectId}, ${regionId}, 'new', 'file', ${status}::"ImageStatus", ${published})`;
}

it.each(Object.entries(NEVER))("the database itself refuses what %s is there for", async (constraint, statementsFor) => {
  const statements = statementsFor(await someRows());
  const last = statements.pop();
  for (const statement of statements) expect(await db().$executeRaw(statement)).toBe(1);
  const refusal = await db()
    .$executeRaw(last ?? Prisma.empty)
    .catch((error: unknown) => error);
  expect(constraintOf(refusal)).toBe(constraint);
});

it("keeps every trace: none is changed, none is deleted", async () => {
  const { account } = await someRows();
  const traces = () => db().auditTrace.findMany({ where: { accountId: account.id } });
  const before = await traces();
  expect(before.length).toBeGreaterThan(0);
  await expect(db().auditTrace.deleteMany({ where: { accountId: account.id } })).rejects.toThrow("never changed");
  expect(await traces()).toEqual(before);
});

it("counts private images itself, through whatever becomes of them (LIM-01)", async () => {
  const { account, image } = await someRows();
  const used = async () => (await db().projectQuota.findUniqueOrThrow({ where: { projectId: projectOf(account.owner).id } })).imagesUsed;
  expect(await used()).toBe(1);
  await db().image.update({ where: { id: image }, data: { visibility: "public" } });
  expect(await used()).toBe(0);
  await db().image.update({ where: { id: image }, data: { visibility: "private" } });
  expect(await used()).toBe(1);
  await db().image.update({ where: { id: image }, data: { status: "deleted", deletedAt: new Date() } });
  expect(await used()).toBe(0);
  await db().image.delete({ where: { id: image } });
  expect(await used()).toBe(0);
});
