import { createHash } from "node:crypto";
import { Client } from "pg";
import { AppError } from "../errors";
import { databaseUrl } from "./client";

/** An exclusive lock across every process on this database. */
export interface SessionLock {
  /** Aborts when the connection that holds the lock is lost: from then on somebody else may have it. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

interface Session {
  readonly client: Client;
  readonly held: Map<string, AbortController>;
}

let session: Promise<Session> | undefined;

/**
 * Takes the lock of this name, or answers undefined when somebody has it. It is an advisory lock of PostgreSQL on a
 * connection that the process keeps for its locks alone: a killed process frees them at once, without clocks or leases.
 */
export async function trySessionLock(name: string): Promise<SessionLock | undefined> {
  session ??= open();
  const { client, held } = await session;
  // PostgreSQL lets one connection take the same lock twice, so within the process this map decides.
  if (held.has(name)) return undefined;
  const loss = new AbortController();
  held.set(name, loss);
  const key = keyOf(name);
  const taken = await client
    .query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [key])
    .then(({ rows }) => rows[0]?.taken === true)
    .catch((error: unknown) => {
      held.delete(name);
      throw error;
    });
  if (!taken) {
    held.delete(name);
    return undefined;
  }
  return {
    lost: loss.signal,
    async release() {
      // On a lost connection the lock is gone already, and the name may stand for another request's.
      if (held.get(name) !== loss) return;
      await client.query("SELECT pg_advisory_unlock($1)", [key]).catch(() => undefined);
      held.delete(name);
    },
  };
}

/** Gives up every lock of this process and closes their connection; at shutdown. */
export async function closeSessionLocks(): Promise<void> {
  const open = await session;
  await open?.client.end();
}

async function open(): Promise<Session> {
  const client = new Client({
    connectionString: databaseUrl(),
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    application_name: "ims-locks",
  });
  const held = new Map<string, AbortController>();
  const lose = () => {
    session = undefined;
    for (const loss of held.values()) loss.abort(new AppError("storageUnavailable", { reason: "lockLost" }));
    held.clear();
  };
  client.on("error", lose);
  client.on("end", lose);
  try {
    await client.connect();
  } catch (error) {
    session = undefined;
    throw error;
  }
  return { client, held };
}

/** 64 bits of the name's digest as the signed number PostgreSQL takes. */
function keyOf(name: string): string {
  return createHash("sha256").update(name).digest().readBigInt64BE().toString();
}
