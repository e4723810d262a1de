import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import { decodeCursor, keysetOf, toPage } from "@/lib/platform/db/keyset";
import { likeLiteral } from "@/lib/platform/db/like-literal";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { tagConditions } from "@/lib/tags/tag-conditions";
import type { VolumePage } from "../client";
import { volumeListInput } from "../schemas";
import { type ListedVolumeRow, listedVolumeSelect, toListedVolume } from "../views";
import { volumesOf } from "../volumes-of";

const NEWEST_FIRST = { column: "createdAt", descending: true, parse: (key: string) => new Date(key) };
/** System disks being made for a server that still has its old one. */
const REPLACEMENTS: Prisma.VolumeWhereInput = { bootable: true, serverId: null };

/** One page of the project's disks, newest first. */
export const listVolumes = query({
  permission: "evs:volumes:list",
  input: volumeListInput,
  async run({ db, scope, input }): Promise<VolumePage> {
    const named: Prisma.VolumeWhereInput = input.q === "" ? {} : { name: { contains: likeLiteral(input.q), mode: "insensitive" } };
    const all = volumesOf(inProject(scope));
    const inUse = () => db.volume.groupBy({ by: ["tags"], where: { AND: [all, { tags: { isEmpty: false } }] } });
    const tagged = await tagConditions(input.tags, inUse);
    const where: Prisma.VolumeWhereInput = { AND: [all, named, ...tagged, { NOT: REPLACEMENTS }] };
    const cursor = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
    const keyset = keysetOf(NEWEST_FIRST, cursor);
    const [total, rows] = await Promise.all([
      db.volume.count({ where }),
      db.volume.findMany({
        where: { AND: [where, keyset.where] },
        orderBy: keyset.orderBy,
        take: input.size + 1,
        select: listedVolumeSelect,
      }),
    ]);
    const page = toPage<ListedVolumeRow>(rows, input.size, cursor, (row) => row.createdAt.toISOString());
    return { items: page.rows.map(toListedVolume), total, nextCursor: page.nextCursor, previousCursor: page.previousCursor };
  },
});
