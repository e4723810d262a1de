import "server-only";
import { randomUUID } from "node:crypto";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { lockQuota } from "@/lib/quotas/lock-quota";
import { changeProperties, changeTags } from "../records/change-properties";
import { createImageInput } from "../records/inputs";

/**
 * Creates the record of a private image whose bytes its owner sends afterwards; until then it is `queued`. An id may be chosen, but
 * never one that was used before. Errors: `imageQuotaExceeded`, `conflict` for a used id, `tagLimitExceeded`, `payloadTooLarge`.
 */
export const createImage = command({
  trace: "createImage",
  resourceType: "image",
  permission: "ims:images:create",
  input: createImageInput,
  constraints: { image_quota: "imageQuotaExceeded", Image_pkey: "conflict", "unique(id)": "conflict" },
  async run({ tx, scope: anywhere, input, note }) {
    const scope = inProject(anywhere);
    await lockQuota(tx, scope);
    const { id = randomUUID(), fields, properties } = input;
    const { name = "", tags, ...plain } = fields;
    await tx.image.create({
      data: {
        ...plain,
        id,
        name,
        accountId: scope.accountId,
        projectId: scope.project.id,
        regionId: scope.project.regionId,
        tags: changeTags([], { tags }),
        properties: changeProperties(
          {},
          Object.entries(properties).map(([property, value]) => ({ name: property, value, when: "any" })),
        ),
        sourceKind: "upload",
      },
    });
    note({ resourceId: id, resourceName: name });
    return { imageId: id };
  },
});
