import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, type SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import type { MigrationList } from "@prisma/schema-engine-wasm";
import { Client } from "pg";

/** Any number the service's processes agree on; held while one of them migrates. */
const MIGRATION_LOCK = 4_915_713;

/**
 * Applies the migrations of a folder with Prisma's own engine, compiled to WebAssembly, so that no engine binary has to be
 * downloaded; `_prisma_migrations` is the one `prisma migrate deploy` uses. Several processes may call it at once: an advisory
 * lock lets one work. Answers the names applied by this call.
 */
export async function migrate(connectionString: string, migrationsDir: string): Promise<string[]> {
  const guard = new Client({ connectionString });
  await guard.connect();
  try {
    await guard.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    return await applyMigrations(connectionString, migrationsDir);
  } finally {
    await guard.end();
  }
}

async function applyMigrations(connectionString: string, migrationsDir: string): Promise<string[]> {
  const { engine, close } = await openSchemaEngine(connectionString);
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: await readMigrations(migrationsDir),
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } finally {
    await close();
  }
}

/**
 * Prisma's schema engine over node-postgres. Close it when it is done: the engine takes a lock of its own and leaves it to the
 * end of its connections, which would otherwise come seconds later, while the next process waits.
 */
export async function openSchemaEngine(connectionString: string, datamodels?: [string, string][]) {
  const { SchemaEngine } = await import("@prisma/schema-engine-wasm");
  const adapters = new WholeScripts({ connectionString, max: 2 });
  const engine = await SchemaEngine.new({ datamodels }, () => undefined, bindMigrationAwareSqlAdapterFactory(adapters));
  return { engine, close: () => adapters.close() };
}

/**
 * Prisma's adapter cuts a script at every semicolon, also inside comments and function bodies. PostgreSQL takes the whole
 * script in one message, and runs it as one transaction.
 */
class WholeScripts extends PrismaPg {
  readonly #connected: SqlDriverAdapter[] = [];

  override async connect() {
    const adapter = runScriptsWhole(await super.connect());
    this.#connected.push(adapter);
    return adapter;
  }

  override async connectToShadowDb() {
    return runScriptsWhole(await super.connectToShadowDb());
  }

  async close(): Promise<void> {
    await Promise.all(this.#connected.map((adapter) => adapter.dispose()));
  }
}

function runScriptsWhole<A extends SqlDriverAdapter & { underlyingDriver(): { query(script: string): Promise<unknown> } }>(adapter: A): A {
  adapter.executeScript = async (script) => {
    await adapter.underlyingDriver().query(script);
  };
  return adapter;
}

/** The migrations of a folder as the engine wants them: `NNN_name/migration.sql`, in order of name. */
export async function readMigrations(baseDir: string): Promise<MigrationList> {
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok" as const, value: await readFile(path.join(baseDir, name, "migration.sql"), "utf8") },
      },
    })),
  );
  const lockfile = { path: "migration_lock.toml", content: await readFile(path.join(baseDir, "migration_lock.toml"), "utf8") };
  return { baseDir, lockfile, shadowDbInitScript: "", migrationDirectories };
}
