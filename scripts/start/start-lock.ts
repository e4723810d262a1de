import { Client } from "pg";

/** Any number the service's processes agree on; not that of the migrations, which are locked by themselves too. */
const START_LOCK = 4_915_715;

/** Prepares a database while nobody else does: of several processes that start at once the others wait, and find it prepared. */
export async function oneAtATime<T>(databaseUrl: string, prepare: () => Promise<T>): Promise<T> {
  const guard = new Client({ connectionString: databaseUrl });
  await guard.connect();
  try {
    await guard.query("SELECT pg_advisory_lock($1)", [START_LOCK]);
    return await prepare();
  } finally {
    await guard.end();
  }
}
