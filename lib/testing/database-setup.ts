import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { JOB_KINDS } from "@/lib/jobs/model";
import { startEmbeddedDatabase } from "@/lib/platform/db/embedded";
import { readMigrations } from "@/lib/platform/db/migrate";
import { installQueue } from "@/lib/platform/queue/boss";
import { TEMPLATE_DATABASE, withDatabase } from "./template-database";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the test run's PostgreSQL, naming its maintenance database. */
    databaseServerUrl: string;
  }
}

/** Nothing of this server is wanted once the machine has stopped; processes that are killed lose nothing by it. */
const WITHOUT_WAITING_FOR_DISKS = ["ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()"];

/**
 * Vitest's global set-up of the project `db`: one PostgreSQL for the whole run, in a temporary folder, with one migrated
 * template that every test file clones. Answers the tear-down.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "ims-test-database-"));
  const database = await startEmbeddedDatabase(folder);
  const tearDown = async () => {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await runSql(database.url, WITHOUT_WAITING_FOR_DISKS);
    await createTemplate(database.url);
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide("databaseServerUrl", database.url);
  return tearDown;
}

async function createTemplate(serverUrl: string): Promise<void> {
  await runSql(serverUrl, [`CREATE DATABASE ${TEMPLATE_DATABASE}`]);
  const templateUrl = withDatabase(serverUrl, TEMPLATE_DATABASE);
  await runSql(templateUrl, await migrationScripts());
  await installQueue(templateUrl, JOB_KINDS);
  // A template with a visitor cannot be cloned: from here on nobody may connect to it.
  await runSql(serverUrl, [`ALTER DATABASE ${TEMPLATE_DATABASE} IS_TEMPLATE true ALLOW_CONNECTIONS false`]);
}

/** The migrations' own SQL, in order. Prisma's engine keeps its connections for a while, which would hold up the cloning. */
async function migrationScripts(): Promise<string[]> {
  const { migrationDirectories } = await readMigrations(fileURLToPath(new URL("../../prisma/migrations", import.meta.url)));
  return migrationDirectories.map(({ path: name, migrationFile: { content } }) => {
    if (content.tag !== "ok") throw new Error(`migration ${name} cannot be read`);
    return content.value;
  });
}

async function runSql(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
