import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import { decodeCursor, keysetOf, toPage } from "@/lib/platform/db/keyset";
import { likeLiteral } from "@/lib/platform/db/like-literal";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { backupsOf } from "../backups-of";
import type { BackupPage } from "../client";
import { backupListInput } from "../schemas";
import { type BackupRow, backupSelect, toBackupViews } from "../views";

const NEWEST_FIRST = { column: "createdAt", descending: true, parse: (key: string) => new Date(key) };

/** One page of the project's backups, newest first. */
export const listBackups = query({
  permission: "cbr:backups:list",
  input: backupListInput,
  async run({ db, scope, input }): Promise<BackupPage> {
    const { q, kind, serverId, vaultId } = input;
    const filter: Prisma.BackupWhereInput = {
      ...(q === "" ? {} : { name: { contains: likeLiteral(q), mode: "insensitive" } }),
      ...(kind === undefined ? {} : { kind }),
      ...(serverId === undefined ? {} : { serverId }),
      ...(vaultId === undefined ? {} : { vaultId }),
    };
    const where: Prisma.BackupWhereInput = { AND: [backupsOf(inProject(scope)), filter] };
    const cursor = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
    const keyset = keysetOf(NEWEST_FIRST, cursor);
    const [total, rows] = await Promise.all([
      db.backup.count({ where }),
      db.backup.findMany({ where: { AND: [where, keyset.where] }, orderBy: keyset.orderBy, take: input.size + 1, select: backupSelect }),
    ]);
    const page = toPage<BackupRow>(rows, input.size, cursor, (row) => row.createdAt.toISOString());
    return { items: await toBackupViews(db, page.rows), total, nextCursor: page.nextCursor, previousCursor: page.previousCursor };
  },
});
