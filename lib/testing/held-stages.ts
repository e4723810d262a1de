import { Client } from "pg";

/** Any number the tests agree on. */
const HOLD = 4_711;

/** What keeps jobs from going on; see `holdStages`. */
export interface StageHold {
  /** How many jobs wait. */
  waiting(): Promise<number>;
  letGo(): Promise<void>;
}

/**
 * Keeps jobs from leaving a stage: one whose target is named `held in STAGE` waits in the database, in its first attempt, when it
 * is about to write the next stage or its end; the whole work of a job without stages is the stage `work`. `letGo` ends the connections that
 * wait, as the database does for a dead worker, and lets everything pass from then on.
 */
export async function holdStages(url: string): Promise<StageHold> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`SELECT pg_advisory_lock(${HOLD})`);
  await client.query(`
    CREATE OR REPLACE FUNCTION test_hold() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW."attempt" = 1 AND OLD."status" = 'running' AND NEW."targetName" = 'held in ' || COALESCE(OLD."stage", 'work')
        AND (NEW."stage", NEW."status") IS DISTINCT FROM (OLD."stage", OLD."status")
      THEN PERFORM pg_advisory_xact_lock_shared(${HOLD}); END IF;
      RETURN NEW;
    END $$;
    CREATE OR REPLACE TRIGGER "test_hold" BEFORE UPDATE ON "Job" FOR EACH ROW EXECUTE FUNCTION test_hold()`);
  const waiters = `FROM pg_locks WHERE locktype = 'advisory' AND objid = ${HOLD} AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  return {
    async waiting() {
      const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count ${waiters}`);
      return rows[0]?.count ?? 0;
    },
    async letGo() {
      await client.query(`SELECT pg_terminate_backend(pid) ${waiters}`);
      await client.query(`SELECT pg_advisory_unlock(${HOLD})`);
      await client.end();
    },
  };
}
