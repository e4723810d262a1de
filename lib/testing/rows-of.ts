import { db, Prisma } from "@/lib/platform/db/client";

/** Everything the database holds of an account, by table: what nobody else may see, and nobody else's command may change. Traces aside. */
export async function rowsOf(accountId: string): Promise<Record<string, string[]>> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name = 'accountId' AND t.table_type = 'BASE TABLE' AND c.table_name <> 'AuditTrace'`;
  const rows: Record<string, string[]> = {};
  for (const { name } of tables) {
    const found = await db().$queryRaw<{ row: string }[]>`
      SELECT to_jsonb(t)::text AS row FROM ${Prisma.raw(`"${name}"`)} t WHERE "accountId" = ${accountId}::uuid ORDER BY 1`;
    rows[name] = found.map(({ row }) => row);
  }
  return rows;
}

/** The ids of these rows that nobody else may ever see. */
export function idsIn(rows: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.values(rows).flatMap((texts) => texts.flatMap((text) => /"id": "([^"]+)"/.exec(text)?.[1] ?? []));
}
