import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { bucketsOf } from "../buckets-of";
import type { ObjectView } from "../model";
import { objectIdInput } from "../schemas";
import { objectSelect, toObjectView } from "../views";

/** One object of the project's buckets. Errors: `notFound`. */
export const getObject = query({
  permission: "obs:objects:get",
  input: objectIdInput,
  async run({ db, scope, input }): Promise<ObjectView> {
    const object = await db.bucketObject.findFirst({
      where: { id: input.objectId, bucket: bucketsOf(inProject(scope)) },
      select: objectSelect,
    });
    if (object === null) throw new AppError("notFound", { id: input.objectId });
    return toObjectView(object);
  },
});
