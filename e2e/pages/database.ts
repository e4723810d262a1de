import { readFile } from "node:fs/promises";
import path from "node:path";
import { openDb, useDb } from "@/lib/platform/db/client";
import { DATA_DIR } from "./environment";

/** Connects the factories to the database of the product under test; answers how to end that. */
export async function openDatabase(): Promise<() => Promise<void>> {
  const read = (name: string) => readFile(path.join(DATA_DIR, name), "utf8");
  const [password, server] = await Promise.all([read("postgres-password"), read("postgres/postmaster.pid")]);
  const port = server.split("\n")[3]; // PostgreSQL writes it there
  const client = openDb(`postgresql://ims:${password.trim()}@127.0.0.1:${port}/postgres`, 2);
  useDb(client);
  return async () => {
    useDb(undefined);
    await client.$disconnect();
  };
}
