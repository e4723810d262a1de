import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { RecordFilter, RecordSortKey } from "./inputs";

/** The sort keys of one row, in the order of the list. */
export type MarkerKeys = Readonly<Record<`key${number}`, string | bigint | Date>>;

type Order = RecordFilter["order"];

/** What a list sorts by, and the type its values have. None of them is ever NULL, so that rows can be compared. */
const SORT = {
  name: [Prisma.sql`i."name"`, "text"],
  status: [Prisma.sql`i."status"::text`, "text"],
  containerFormat: [Prisma.sql`coalesce(i."containerFormat", CASE WHEN d."id" IS NULL THEN '' ELSE 'bare' END)`, "text"],
  diskFormat: [Prisma.sql`coalesce(i."diskFormat", d."format", '')`, "text"],
  sizeBytes: [Prisma.sql`coalesce(i."originalSize", d."sizeBytes", -1)`, "bigint"],
  id: [Prisma.sql`i."id"`, "uuid"],
  createdAt: [Prisma.sql`i."createdAt"`, "timestamptz"],
  updatedAt: [Prisma.sql`i."updatedAt"`, "timestamptz"],
} as const satisfies Record<RecordSortKey, readonly [Prisma.Sql, string]>;

export function sortExpression(key: RecordSortKey): Prisma.Sql {
  return SORT[key][0];
}

/** "Comes after this row": decided by the first key that differs. */
export function afterMarker(order: Order, marker: MarkerKeys): Prisma.Sql {
  const values = order.map(({ key }, index) => Prisma.sql`${marker[`key${index}`]}::${Prisma.raw(SORT[key][1])}`);
  const alternatives = order.map(({ key, descending }, index) => {
    const same = order.slice(0, index).map((earlier, at) => Prisma.sql`${sortExpression(earlier.key)} = ${values[at]}`);
    const beyond = Prisma.sql`${sortExpression(key)} ${Prisma.raw(descending ? "<" : ">")} ${values[index]}`;
    return Prisma.sql`(${Prisma.join([...same, beyond], " AND ")})`;
  });
  return Prisma.sql`(${Prisma.join(alternatives, " OR ")})`;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Every part of a filter as a condition on `i` (the image) and `d` (its disk, if any). */
export function conditionsOf(filter: Omit<RecordFilter, "marker" | "visibility">): Prisma.Sql[] {
  return [
    ...oneOf(sortExpression("name"), filter.name),
    ...(filter.id === undefined ? [] : [Prisma.sql`i."id" = ANY(${filter.id.filter((id) => UUID.test(id))}::uuid[])`]),
    ...oneOf(sortExpression("status"), filter.status),
    ...oneOf(sortExpression("diskFormat"), filter.diskFormat),
    ...oneOf(sortExpression("containerFormat"), filter.containerFormat),
    ...equal(Prisma.sql`i."projectId"`, filter.owner),
    ...equal(Prisma.sql`i."checksumMd5"`, filter.checksumMd5),
    ...equal(Prisma.sql`coalesce(i."hashSha512", d."objectSha256")`, filter.hash),
    ...equal(Prisma.sql`i."hidden"`, filter.hidden),
    ...equal(Prisma.sql`i."protected"`, filter.protected),
    ...between(sortExpression("sizeBytes"), filter.sizeBytes),
    ...between(Prisma.sql`i."minDiskGb"`, filter.minDiskGb),
    ...between(Prisma.sql`i."minRamMb"`, filter.minRamMb),
    ...compared(Prisma.sql`i."createdAt"`, filter.createdAt),
    ...compared(Prisma.sql`i."updatedAt"`, filter.updatedAt),
    ...(filter.tags.length === 0 ? [] : [Prisma.sql`i."tags" @> ${filter.tags}::text[]`]),
    ...(Object.keys(filter.properties).length === 0 ? [] : [Prisma.sql`i."properties" @> ${JSON.stringify(filter.properties)}::jsonb`]),
  ];
}

function oneOf(expression: Prisma.Sql, values: readonly string[] | undefined): Prisma.Sql[] {
  return values === undefined ? [] : [Prisma.sql`${expression} = ANY(${values}::text[])`];
}

function equal(expression: Prisma.Sql, value: string | boolean | undefined): Prisma.Sql[] {
  return value === undefined ? [] : [Prisma.sql`${expression} = ${value}`];
}

function between(expression: Prisma.Sql, bound: { min?: number; max?: number } | undefined): Prisma.Sql[] {
  return [
    ...(bound?.min === undefined ? [] : [Prisma.sql`${expression} >= ${bound.min}::numeric`]),
    ...(bound?.max === undefined ? [] : [Prisma.sql`${expression} <= ${bound.max}::numeric`]),
  ];
}

const OPERATORS = { gt: ">", gte: ">=", lt: "<", lte: "<=", eq: "=", neq: "<>" } as const;

/** Times are told in whole seconds, so they are compared in whole seconds. */
function compared(expression: Prisma.Sql, comparisons: RecordFilter["createdAt"]): Prisma.Sql[] {
  return comparisons.map(
    ({ operator, at }) => Prisma.sql`date_trunc('second', ${expression}) ${Prisma.raw(OPERATORS[operator])} ${at}::timestamptz`,
  );
}
