import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { recordFilter } from "../records/inputs";
import { selectImageRecords } from "../records/select-records";

/** One page of all images the project may read, as the image APIs list them. Errors: `invalidArgument` for an unknown marker. */
export const listImageRecords = query({
  permission: "ims:images:list",
  input: recordFilter,
  async run({ db, scope, input }) {
    const records = await selectImageRecords(db, inProject(scope), input);
    if (records === undefined) throw new AppError("invalidArgument", { field: "marker", reason: "unknown", id: input.marker ?? "" });
    return records;
  },
});
