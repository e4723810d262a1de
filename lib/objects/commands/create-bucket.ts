import "server-only";
import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { bucketsOf } from "../buckets-of";
import { BUCKETS_MAX } from "../constraints";
import { createBucketInput } from "../schemas";

/** Makes a bucket; its name is unique in the region, whoever owns it. Errors: `nameTaken`, `conflict` at 100 buckets. */
export const createBucket = command({
  trace: "createBucket",
  resourceType: "bucket",
  permission: "obs:buckets:create",
  input: createBucketInput,
  constraints: { Bucket_regionId_name_key: "nameTaken", "unique(regionId,name)": "nameTaken" },
  async run({ tx, scope, input, note }) {
    const inside = inProject(scope);
    const { id: projectId, regionId } = inside.project;
    await tx.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId} FOR UPDATE`;
    if ((await tx.bucket.count({ where: bucketsOf(inside) })) >= BUCKETS_MAX)
      throw new AppError("conflict", { reason: "bucketLimit", limit: BUCKETS_MAX });
    const id = randomUUID();
    await tx.bucket.create({ data: { id, accountId: inside.accountId, projectId, regionId, name: input.name } });
    note({ resourceId: id, resourceName: input.name });
    return { bucketId: id };
  },
});
