import path from "node:path";
import { JOB_KINDS } from "@/lib/jobs/model";
import { openDb, useDb } from "@/lib/platform/db/client";
import { startEmbeddedDatabase } from "@/lib/platform/db/embedded";
import { migrate } from "@/lib/platform/db/migrate";
import { env, parseEnv, StartError } from "@/lib/platform/env";
import { installQueue } from "@/lib/platform/queue/boss";
import { regions } from "@/lib/regions/configuration";
import { checkDataDir } from "./start/check-data-dir";
import { checkDatabase } from "./start/check-database";
import { checkPort } from "./start/check-port";
import { Children } from "./start/children";
import { loadSecrets } from "./start/secrets";
import { seed } from "./start/seed";
import { oneAtATime } from "./start/start-lock";

/**
 * Brings the service up in one terminal: checks, database, migrations, first accounts, then web and worker as processes of
 * their own. Whatever an operator can mend ends the start with one line and exit code 1.
 */
async function main(): Promise<void> {
  const settings = parseEnv(process.env);
  regions(); // read once for its refusals, before anything is made
  await checkDataDir(settings.dataDir);
  const web = settings.IMS_ROLE !== "worker";
  const worker = settings.IMS_ROLE !== "web";
  if (web) await checkPort(settings.HOST, settings.PORT);
  if (settings.DATABASE_URL !== undefined) await checkDatabase(settings.DATABASE_URL);
  const secrets = await loadSecrets(settings);
  const embedded = settings.DATABASE_URL === undefined ? await startEmbeddedDatabase(settings.dataDir) : undefined;
  const databaseUrl = embedded?.url ?? settings.DATABASE_URL ?? "";
  const children = new Children({
    ...secrets,
    IMS_DATABASE_URL: databaseUrl,
    NEXTAUTH_URL: settings.publicUrl,
    IMS_DIST_DIR: import.meta.dirname,
  });
  onStop(async () => {
    await children.stop();
    await embedded?.stop();
  });
  await oneAtATime(databaseUrl, () => prepareDatabase(databaseUrl));
  if (worker) await children.start("worker");
  if (web) await children.start("server");
  process.stdout.write(`IMS ready on ${web ? settings.publicUrl : "worker"}\n`);
}

async function prepareDatabase(databaseUrl: string): Promise<void> {
  await migrate(databaseUrl, path.join(import.meta.dirname, "../prisma/migrations"));
  await installQueue(databaseUrl, JOB_KINDS);
  const client = openDb(databaseUrl, 2);
  useDb(client);
  process.env.IMS_DATABASE_URL = databaseUrl; // sample images are enqueued from here
  await seed(env());
  await client.$disconnect();
}

let stopping = false;

function onStop(stop: () => Promise<void>): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void stop().then(() => process.exit(0));
    });
  }
  stopAll = stop;
}

let stopAll: () => Promise<void> = async () => undefined;

await main().catch(async (error: unknown) => {
  if (stopping) return;
  stopping = true;
  process.stderr.write(
    error instanceof StartError
      ? `${error.message}\n`
      : `IMS could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  await stopAll().catch(() => undefined); // the first failure is what counts
  process.exit(1);
});
