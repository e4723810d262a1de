import { readFile } from "node:fs/promises";
import path from "node:path";
import { openDb, useDb } from "@/lib/platform/db/client";
import { DATA_DIR } from "./environment";

/** Connects the factories to the database of the product under test, and gives them its keys; answers how to end that. */
export async function openDatabase(): Promise<() => Promise<void>> {
  const read = (name: string) => readFile(path.join(DATA_DIR, name), "utf8");
  const files = ["postgres-password", "postgres/postmaster.pid", "master-key"].map(read);
  const [password = "", server = "", masterKey = ""] = await Promise.all(files);
  process.env.IMS_MASTER_KEY = masterKey.trim();
  const port = server.split("\n")[3]; // PostgreSQL writes it there
  const client = openDb(`postgresql://ims:${password.trim()}@127.0.0.1:${port}/postgres`, 2);
  useDb(client);
  return async () => {
    useDb(undefined);
    await client.$disconnect();
  };
}
