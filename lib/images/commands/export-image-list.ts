import "server-only";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { listedImages } from "../manage/listed-images";
import { exportImageListInput } from "../schemas";
import { toSearchParams } from "../search";

/** Notes that a list of images leaves as a file (MNG-07): which list, under which filter, how many rows. The rows are read after it. */
export const exportImageList = command({
  trace: "exportImageList",
  resourceType: "image",
  permission: "ims:images:list",
  input: exportImageListInput,
  async run({ tx, scope, input: { filter }, note }) {
    const here = inProject(scope);
    const rows = await tx.image.count({ where: await listedImages(tx, here, filter) });
    const shown = toSearchParams({ ...filter, sort: "-createdAt", size: 20 }).toString();
    note({ resourceId: here.project.id, resourceName: `${filter.type}-images-${here.project.regionId}`, filter: shown, rows });
    return { rows };
  },
});
