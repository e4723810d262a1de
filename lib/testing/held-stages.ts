import { Client } from "pg";

/** Any number the tests agree on. */
const HOLD = 4_711;

/**
 * Keeps jobs from leaving a stage: one whose target is named `held in STAGE` waits in the database, in its first attempt, when it
 * is about to write the next stage or its end. `letGo` ends the connections that wait, as the database does for a dead worker, and
 * lets everything pass from then on.
 */
export async function holdStages(url: string): Promise<{ letGo(): Promise<void> }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`SELECT pg_advisory_lock(${HOLD})`);
  await client.query(`
    CREATE OR REPLACE FUNCTION test_hold() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW."attempt" = 1 AND NEW."targetName" = 'held in ' || OLD."stage" AND (NEW."stage", NEW."status") IS DISTINCT FROM (OLD."stage", OLD."status")
      THEN PERFORM pg_advisory_xact_lock_shared(${HOLD}); END IF;
      RETURN NEW;
    END $$;
    CREATE OR REPLACE TRIGGER "test_hold" BEFORE UPDATE ON "Job" FOR EACH ROW EXECUTE FUNCTION test_hold()`);
  return {
    async letGo() {
      await client.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = ${HOLD} AND NOT granted`);
      await client.query(`SELECT pg_advisory_unlock(${HOLD})`);
      await client.end();
    },
  };
}
