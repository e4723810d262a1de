import type { ItemName } from "@/lib/iam/model";
import type { ImageAction } from "./rule";
import type { SourceRoute } from "./source-rules";

/** What one needs to do something with an image. */
export const ITEM_OF: Readonly<Record<ImageAction, ItemName>> = {
  createServer: "ecs:servers:create",
  createVolume: "evs:volumes:create",
  reinstall: "ecs:servers:reinstall",
  share: "ims:images:share",
  copyInRegion: "ims:images:copyInRegion",
  copyAcrossRegions: "ims:images:copyCrossRegion",
  export: "ims:images:export",
  quickExport: "ims:images:export",
  download: "ims:images:export",
  modify: "ims:images:update",
  tag: "ims:images:update",
  publish: "ims:images:publish",
  withdraw: "ims:images:publish",
  protect: "ims:images:update",
  retire: "ims:images:update",
  delete: "ims:images:delete",
  restore: "ims:images:delete",
  purge: "ims:images:delete",
  retry: "ims:serverImages:create",
};

/** What one needs to make an image in each way. */
export const ITEM_OF_ROUTE: Readonly<Record<SourceRoute, ItemName>> = {
  systemFromServer: "ims:serverImages:create",
  dataFromVolume: "ims:dataImages:create",
  wholeFromServer: "ims:wholeImages:create",
  wholeFromBackup: "ims:wholeImages:create",
};

/** One of them is enough to make some image. */
export const MAKING_ITEMS = [
  "ims:serverImages:create",
  "ims:dataImages:create",
  "ims:wholeImages:create",
] as const satisfies readonly ItemName[];
