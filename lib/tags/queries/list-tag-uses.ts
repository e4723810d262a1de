import "server-only";
import { z } from "zod";
import { query } from "@/lib/platform/operation/query";
import { parseTag, type TaggedKind, type TagUse } from "../model";

type Row = Record<TaggedKind, number> & { readonly tag: string; readonly regions: string[] };

/** Tags in use on the account's images, servers and disks, in all its regions, the most used first. */
export const listTagUses = query({
  permission: "tms:resourceTags:list",
  input: z.object({}),
  async run({ db, scope: { accountId } }): Promise<readonly TagUse[]> {
    const rows = await db.$queryRaw<Row[]>`
      WITH "used" AS (
        SELECT unnest(i."tags") AS "tag", 'images' AS "kind", i."regionId" FROM "Image" i
        WHERE i."accountId" = ${accountId}::uuid AND i."visibility" = 'private' AND i."status" <> 'deleted' AND i."recycledAt" IS NULL
        UNION ALL
        SELECT unnest(s."tags"), CASE s."kind" WHEN 'bms' THEN 'bareMetal' ELSE 'servers' END, s."regionId" FROM "Server" s
        WHERE s."accountId" = ${accountId}::uuid AND s."status" <> 'deleted'
        UNION ALL
        SELECT unnest(v."tags"), 'volumes', v."regionId" FROM "Volume" v
        WHERE v."accountId" = ${accountId}::uuid AND v."status" <> 'deleted')
      SELECT "tag", array_agg(DISTINCT "regionId" ORDER BY "regionId") AS "regions",
        (count(*) FILTER (WHERE "kind" = 'images'))::int AS "images", (count(*) FILTER (WHERE "kind" = 'servers'))::int AS "servers",
        (count(*) FILTER (WHERE "kind" = 'bareMetal'))::int AS "bareMetal", (count(*) FILTER (WHERE "kind" = 'volumes'))::int AS "volumes"
      FROM "used" GROUP BY "tag" ORDER BY count(*) DESC, "tag" LIMIT 1000`;
    return rows.map(({ tag, regions, ...counts }) => ({ ...parseTag(tag), counts, regions }));
  },
});
