import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { expect, inject, it } from "vitest";
import { withDatabase } from "@/lib/testing/template-database";
import { migrate } from "./migrate";

const MIGRATIONS = fileURLToPath(new URL("../../../prisma/migrations", import.meta.url));

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

it("brings an empty database up once, whoever of several processes comes first", async () => {
  const server = inject("databaseServerUrl");
  const name = `ims_${randomBytes(8).toString("hex")}`;
  await query(server, `CREATE DATABASE ${name}`);
  const url = withDatabase(server, name);
  const applied = await Promise.all([migrate(url, MIGRATIONS), migrate(url, MIGRATIONS), migrate(url, MIGRATIONS)]);
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  expect(await migrate(url, MIGRATIONS)).toEqual([]);
  const recorded = await query(url, 'SELECT migration_name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL ORDER BY 1');
  expect(recorded.map((row) => row.migration_name)).toEqual(applied.flat());
  const triggers = await query(url, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal");
  expect(triggers.length).toBeGreaterThan(0);
  await query(server, `DROP DATABASE ${name} WITH (FORCE)`);
});
