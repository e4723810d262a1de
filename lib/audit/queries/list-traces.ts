import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import { decodeCursor, keysetOf, toPage } from "@/lib/platform/db/keyset";
import { query } from "@/lib/platform/operation/query";
import type { TraceView } from "../model";
import { traceListInput } from "../schemas";

export interface TracePage {
  readonly items: readonly TraceView[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

const NEWEST_FIRST = { column: "time", descending: true, parse: (key: string) => new Date(key) };

const traceSelect = {
  id: true,
  time: true,
  userName: true,
  trace: true,
  resourceType: true,
  resourceId: true,
  resourceName: true,
  outcome: true,
  code: true,
  requestId: true,
  sourceIp: true,
  via: true,
  detail: true,
} satisfies Prisma.AuditTraceSelect;

/** The operation events of the account (REL-09), newest first: those of the project's region and those of no region, such as sign-ins. */
export const listTraces = query({
  permission: "cts:traces:list",
  input: traceListInput,
  async run({ db, scope, input }): Promise<TracePage> {
    const here = scope.project === undefined ? {} : { OR: [{ projectId: scope.project.id }, { projectId: null }] };
    const where: Prisma.AuditTraceWhereInput = {
      AND: [{ accountId: scope.accountId }, here, { outcome: input.outcome, resourceId: input.resourceId }],
    };
    const cursor = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
    const keyset = keysetOf(NEWEST_FIRST, cursor);
    const rows = await db.auditTrace.findMany({
      where: { AND: [where, keyset.where] },
      orderBy: keyset.orderBy,
      take: input.size + 1,
      select: traceSelect,
    });
    const page = toPage<(typeof rows)[number]>(rows, input.size, cursor, (row) => row.time.toISOString());
    return {
      items: page.rows.map((row) => ({ ...row, time: row.time.toISOString() })),
      nextCursor: page.nextCursor,
      previousCursor: page.previousCursor,
    };
  },
});
