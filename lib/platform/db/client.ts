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

/** Opens a client of its own; tests and tools close it themselves. */
export function openDb(connectionString: string, connections = 10): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString, max: connections, connectionTimeoutMillis: 5_000 }), errorFormat: "minimal" });
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
