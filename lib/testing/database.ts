import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { openDb, useDb } from "@/lib/platform/db/client";
import { closeSessionLocks } from "@/lib/platform/db/session-lock";
import { stopQueue } from "@/lib/platform/queue/boss";
import { TEMPLATE_DATABASE, withDatabase } from "./template-database";

/** What a test file may hand to processes it starts itself. */
export interface TestDatabase {
  readonly url: string;
  /** The file's own `IMS_DATA_DIR`. */
  readonly dataDir: string;
}

/**
 * Gives the calling test file a database and a data folder of its own, from before its first test until after its last. Call
 * it once at the top of the file. Tests of one file share them: each test opens an account of its own and cleans nothing.
 */
export function testDatabase(): TestDatabase {
  const serverUrl = inject("databaseServerUrl");
  const name = `ims_${randomBytes(8).toString("hex")}`;
  const url = withDatabase(serverUrl, name);
  const dataDir = mkdtempSync(path.join(tmpdir(), "ims-test-data-"));
  process.env.IMS_DATA_DIR = dataDir;
  process.env.IMS_DATABASE_URL = url;
  const client = openDb(url);

  beforeAll(async () => {
    await administer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE_DATABASE}`);
    useDb(client);
  });

  afterAll(async () => {
    await stopQueue(1);
    await closeSessionLocks();
    useDb(undefined);
    await client.$disconnect();
    // Waits some seconds for connections that are closing; what a killed process left open is forced.
    await administer(serverUrl, `DROP DATABASE ${name}`).catch(() => administer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    await rm(dataDir, { recursive: true, force: true });
  });

  return { url, dataDir };
}

async function administer(serverUrl: string, statement: string): Promise<void> {
  const admin = new Client({ connectionString: serverUrl });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
