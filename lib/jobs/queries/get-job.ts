import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { jobsOf } from "../jobs-of";
import { jobIdInput } from "../schemas";
import { jobSelect, toJobView } from "../views";

/** One task of the project. Errors: `notFound`. */
export const getJob = query({
  permission: "ims:jobs:get",
  input: jobIdInput,
  async run({ db, scope, input: { jobId } }) {
    const row = await db.job.findFirst({ where: { AND: [{ id: jobId }, jobsOf(inProject(scope))] }, select: jobSelect });
    if (row === null) throw new AppError("notFound", { id: jobId });
    return toJobView(row);
  },
});
