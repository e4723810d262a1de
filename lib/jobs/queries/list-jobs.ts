import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import { decodeCursor, keysetOf, toPage } from "@/lib/platform/db/keyset";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import type { JobPage } from "../client";
import { jobsOf } from "../jobs-of";
import { jobListInput } from "../schemas";
import { type JobSelected, jobSelect, toJobView } from "../views";

const NEWEST_FIRST = { column: "createdAt", descending: true, parse: (key: string) => new Date(key) };

/** One page of the project's tasks, newest first (PRI-24). */
export const listJobs = query({
  permission: "ims:jobs:list",
  input: jobListInput,
  async run({ db, scope, input }): Promise<JobPage> {
    const { status, imageId, serverId } = input;
    const ofImage = imageId === undefined ? {} : { OR: [{ imageId }, { resultImageId: imageId }] };
    const where: Prisma.JobWhereInput = { AND: [jobsOf(inProject(scope)), ofImage, { status, serverId }] };
    const cursor = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
    const keyset = keysetOf(NEWEST_FIRST, cursor);
    const [total, rows] = await Promise.all([
      db.job.count({ where }),
      db.job.findMany({ where: { AND: [where, keyset.where] }, orderBy: keyset.orderBy, take: input.size + 1, select: jobSelect }),
    ]);
    const page = toPage<JobSelected>(rows, input.size, cursor, (row) => row.createdAt.toISOString());
    return { items: page.rows.map(toJobView), total, nextCursor: page.nextCursor, previousCursor: page.previousCursor };
  },
});
