import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "./generated/client";

export { Prisma };
export type Db = PrismaClient;
/** A transaction: what steps shared by operations take first. */
export type Tx = Prisma.TransactionClient;

/** One client per process, also when Next and the server bundle each carry a copy of this module. */
const holder = globalThis as typeof globalThis & { imsDb?: PrismaClient }; // a process-wide slot has no other typed home

export function databaseUrl(): string {
  const url = process.env.IMS_DATABASE_URL ?? process.env.DATABASE_URL;
  if (url === undefined || url === "") throw new Error("the database address is not set");
  return url;
}

/** How long a burst of requests waits its turn for a connection rather than failing, and a database for its answer. Unit: ms. */
const WAIT_MS = 15_000;

/** Opens a client of its own; tests and tools close it themselves. */
export function openDb(connectionString: string, connections = 10): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg(
      { connectionString, max: connections, connectionTimeoutMillis: WAIT_MS },
      { statementNameGenerator: statementNameOf },
    ),
    errorFormat: "minimal",
    transactionOptions: { maxWait: WAIT_MS },
  });
}

/** Begins a statement that is worth preparing: see `prepared`. */
const PREPARED = "/* prepared */";

/**
 * Marks a statement of constant text, whose plan does not hang on its values, as one to be kept prepared: PostgreSQL then parses and plans it
 * once for each connection. For a page of a long list that is most of its work.
 */
export function prepared(statement: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${Prisma.raw(PREPARED)} ${statement}`;
}

/** Texts that get a name; callers choose sorts and limits, and each text takes memory in every connection. */
const PREPARED_MAX = 64;
const preparedNames = new Map<string, string>();

/** The empty name stands for a statement that is planned each time. */
function statementNameOf({ sql }: { readonly sql: string }): string {
  if (!sql.startsWith(PREPARED)) return "";
  const known = preparedNames.get(sql);
  if (known !== undefined) return known;
  if (preparedNames.size === PREPARED_MAX) return "";
  const name = `ims${preparedNames.size}`;
  preparedNames.set(sql, name);
  return name;
}

/** The process's client. Connects on first use; reconnects by itself after the database was away. */
export function db(): PrismaClient {
  holder.imsDb ??= openDb(databaseUrl());
  return holder.imsDb;
}

/** Replaces the process's client; for tests, which give each file a database of its own. */
export function useDb(client: PrismaClient | undefined): void {
  if (client === undefined) delete holder.imsDb;
  else holder.imsDb = client;
}
