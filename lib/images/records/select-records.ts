import "server-only";
import { type Db, Prisma, prepared, type Tx } from "@/lib/platform/db/client";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import { readableBranches } from "../images-of";
import type { ImageStatus } from "../model";
import { afterMarker, conditionsOf, type MarkerKeys, sortExpression } from "./conditions";
import type { RecordFilter } from "./inputs";

/** An image as the image APIs tell of it: one flat row. */
export interface ImageRecord {
  readonly id: string;
  readonly projectId: string;
  readonly visibility: "public" | "private" | "market";
  /** Somebody else shares it with the project. */
  readonly shared: boolean;
  readonly status: ImageStatus;
  readonly kind: string;
  readonly name: string;
  readonly diskFormat: string;
  readonly containerFormat: string;
  /** Of the bytes that can be read; -1: there are none. */
  readonly sizeBytes: bigint;
  readonly virtualSizeBytes: bigint | null;
  readonly minDiskGb: number;
  readonly minRamMb: number;
  readonly protected: boolean;
  readonly hidden: boolean;
  readonly tags: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  readonly checksumMd5: string | null;
  readonly hashSha512: string | null;
  /** SHA-256 of the stored disk, where that is what can be read. */
  readonly objectSha256: string | null;
  readonly osFamily: string | null;
  readonly osPlatform: string | null;
  readonly osVersion: string | null;
  readonly osBits: number | null;
  readonly bootMode: string | null;
  readonly architecture: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

type SelectedRow = ImageRecord & MarkerKeys;
type Page = Omit<RecordFilter, "marker">;

const COLUMNS = Prisma.sql`
  i."id", i."projectId", i."visibility"::text, i."status"::text, i."kind"::text, i."name", i."virtualSizeBytes", i."minDiskGb", i."minRamMb",
  i."protected", i."hidden", i."tags", i."properties", i."checksumMd5", i."hashSha512", i."osFamily", i."osPlatform", i."osVersion",
  i."osBits", i."bootMode"::text, i."architecture"::text, i."createdAt", i."updatedAt",
  CASE WHEN i."originalSize" IS NULL THEN d."objectSha256" END AS "objectSha256",
  ${sortExpression("diskFormat")} AS "diskFormat", ${sortExpression("containerFormat")} AS "containerFormat",
  ${sortExpression("sizeBytes")} AS "sizeBytes"`;

/**
 * One page of the images a scope may read, in one statement: each branch of what is readable is read in order from its own index
 * and no further than the page, then merged. Undefined: no image the scope can see has the marker's id.
 */
export async function selectImageRecords(db: Db | Tx, scope: ProjectScope, filter: RecordFilter): Promise<ImageRecord[] | undefined> {
  const { marker, ...page } = filter;
  if (marker === undefined) return selectPage(db, scope, page, undefined);
  const [row] = await selectPage(db, scope, { ...unfiltered(filter.order), id: [marker], limit: 1 }, undefined);
  return row === undefined ? undefined : selectPage(db, scope, page, row);
}

/** One image by its id, or undefined. */
export async function selectImageRecord(db: Db | Tx, scope: ProjectScope, imageId: string): Promise<ImageRecord | undefined> {
  const [row] = await selectPage(db, scope, { ...unfiltered([{ key: "id", descending: false }]), id: [imageId], limit: 1 }, undefined);
  return row;
}

function unfiltered(order: RecordFilter["order"]): Page {
  return { visibility: "all", memberStatus: "accepted", createdAt: [], updatedAt: [], tags: [], properties: {}, order, limit: 1 };
}

async function selectPage(db: Db | Tx, scope: ProjectScope, page: Page, after: MarkerKeys | undefined): Promise<SelectedRow[]> {
  return page.limit === 0 ? [] : db.$queryRaw<SelectedRow[]>(prepared(pageStatement(scope, page, after)));
}

/** The statement behind a page; exported so that a test can ask PostgreSQL how it is read. */
export function pageStatement(scope: ProjectScope, page: Page, after: MarkerKeys | undefined): Prisma.Sql {
  const { order, limit } = page;
  const keys = order.map(({ key }, index) => Prisma.sql`${sortExpression(key)} AS ${Prisma.raw(`"key${index}"`)}`);
  const inside = orderBy(order.map(({ key, descending }) => [sortExpression(key), descending]));
  const outside = orderBy(order.map(({ descending }, index) => [Prisma.raw(`"key${index}"`), descending]));
  const conditions = [...conditionsOf(page), ...(after === undefined ? [] : [afterMarker(order, after)])];
  // In the text, not as a value: a plan made for any limit would sort where it could walk an index.
  const most = Prisma.raw(String(Math.trunc(limit)));
  const branches = readableBranches(scope, page).map(
    (branch) => Prisma.sql`(
      SELECT ${COLUMNS}, ${sharedWith(scope)} AS "shared", ${Prisma.join(keys)} FROM "Image" i LEFT JOIN "ImageDisk" d ON d."id" = i."diskId"
      WHERE ${Prisma.join([branch, ...conditions], " AND ")} ORDER BY ${inside} LIMIT ${most})`,
  );
  return Prisma.sql`SELECT * FROM (${Prisma.join(branches, " UNION ALL ")}) AS page ORDER BY ${outside} LIMIT ${most}`;
}

/** Whether somebody else's image is here because it is shared with the project. */
function sharedWith({ project }: ProjectScope): Prisma.Sql {
  return Prisma.sql`(i."visibility" = 'private' AND i."projectId" <> ${project.id}
    AND EXISTS (SELECT FROM "ImageMember" m WHERE m."imageId" = i."id" AND m."projectId" = ${project.id}))`;
}

function orderBy(parts: readonly (readonly [Prisma.Sql, boolean])[]): Prisma.Sql {
  return Prisma.join(parts.map(([expression, descending]) => Prisma.sql`${expression} ${Prisma.raw(descending ? "DESC" : "ASC")}`));
}
