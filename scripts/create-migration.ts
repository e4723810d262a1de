import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { startEmbeddedDatabase } from "@/lib/platform/db/embedded";
import { openSchemaEngine } from "@/lib/platform/db/migrate";

/**
 * Writes the SQL from the models of the last commit to those of the work tree into a new migration, without an engine binary.
 * Usage: npm run create-migration -- NAME. Review and complete the SQL (checks, triggers) before committing.
 */
async function main(): Promise<void> {
  const name = process.argv[2];
  if (name === undefined || !/^[a-z0-9_]+$/.test(name)) throw new Error("give the migration a name of a-z, 0-9 and _");
  const scratch = await mkdtemp(path.join(tmpdir(), "ims-migration-"));
  const database = await startEmbeddedDatabase(scratch);
  try {
    const migrations = await readdir("prisma/migrations", { withFileTypes: true });
    // After the last one: numbers have gaps, where work on several went on side by side.
    const last = Math.max(0, ...migrations.filter((entry) => entry.isDirectory()).map((entry) => Number.parseInt(entry.name, 10)));
    const script = await differenceToModels(database.url);
    const folder = path.join("prisma/migrations", `${String(last + 1).padStart(4, "0")}_${name}`);
    await mkdir(folder);
    await writeFile(path.join(folder, "migration.sql"), script);
    console.log(`wrote ${folder}/migration.sql`);
  } finally {
    await database.stop();
    await rm(scratch, { recursive: true });
  }
}

/** From the models of the last commit: the engine cannot read back a database that has triggers and partial indexes. */
async function differenceToModels(url: string): Promise<string> {
  const { engine, close } = await openSchemaEngine(url);
  const files = ["prisma/schema.prisma", ...(await readdir("prisma/models")).map((file) => `prisma/models/${file}`)];
  const present = await Promise.all(files.map(async (file) => ({ path: file, content: await readFile(file, "utf8") })));
  const committed = await git("ls-tree", "-r", "--name-only", "HEAD", "prisma/schema.prisma", "prisma/models");
  const former = await Promise.all(
    committed
      .trim()
      .split("\n")
      .map(async (file) => ({ path: file, content: await git("show", `HEAD:${file}`) })),
  );
  const result = await engine.diff({
    from: { tag: "schemaDatamodel", files: former },
    to: { tag: "schemaDatamodel", files: present },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  await close();
  return result.stdout ?? "";
}

async function git(...args: string[]): Promise<string> {
  return (await promisify(execFile)("git", args)).stdout;
}

await main();
