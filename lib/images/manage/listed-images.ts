import "server-only";
import type { Db, Prisma, Tx } from "@/lib/platform/db/client";
import { likeLiteral } from "@/lib/platform/db/like-literal";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import { tagConditions } from "@/lib/tags/tag-conditions";
import { imagesOfType, recycledImagesOf } from "../images-of";
import type { ImageListFilter } from "../schemas";
import type { ImageRow } from "../views";

type Filter = Omit<ImageListFilter, "cursor" | "sort" | "size">;

/** The images one of the lists shows under a filter: what pages, counts, acts on all of them and the exported file mean alike. */
export async function listedImages(db: Db | Tx, scope: ProjectScope, filter: Filter): Promise<Prisma.ImageWhereInput> {
  const all = filter.bin && filter.type === "private" ? recycledImagesOf(scope) : imagesOfType(scope, filter.type);
  const inUse = () => db.image.groupBy({ by: ["tags"], where: { AND: [all, { tags: { isEmpty: false } }] } });
  return { AND: [all, fromFilter(filter), ...(await tagConditions(filter.tags, inUse))] };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function fromFilter(filter: Filter): Prisma.ImageWhereInput {
  return {
    ...(filter.q === "" ? {} : { OR: searched(filter.q) }),
    ...(filter.state === undefined ? {} : { status: { in: STATUSES[filter.state] } }),
    ...(filter.os === undefined ? {} : { osFamily: filter.os }),
    ...(filter.platform === undefined ? {} : { osPlatform: filter.platform }),
    ...(filter.architecture === undefined ? {} : { architecture: filter.architecture }),
    ...(filter.kind === undefined ? {} : { kind: filter.kind }),
    ...(filter.encrypted === undefined ? {} : { encrypted: filter.encrypted }),
    ...(filter.feature === undefined ? {} : { features: { has: filter.feature } }),
  };
}

const STATUSES = { creating: ["queued", "saving"], normal: ["active"], error: ["killed"] } satisfies Record<string, ImageRow["status"][]>;

function searched(q: string): Prisma.ImageWhereInput[] {
  return [{ name: { contains: likeLiteral(q), mode: "insensitive" } }, ...(UUID.test(q) ? [{ id: q }] : [])];
}
