import { Client } from "pg";
import { StartError } from "@/lib/platform/env";

/** Oldest PostgreSQL this service is written for. */
const MIN_VERSION = 150_000;

/** Makes sure an outside PostgreSQL answers and is new enough. Throws a `StartError` that never shows the password. */
export async function checkDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>("SHOW server_version_num");
    if (Number(rows[0]?.server_version_num) < MIN_VERSION)
      throw new StartError("DATABASE_URL leads to a PostgreSQL older than 15. Use 15 or newer.");
  } catch (error) {
    if (error instanceof StartError) throw error;
    const { hostname, port } = new URL(url);
    const reason = error instanceof Error ? error.message.split("\n")[0] : "unknown reason";
    throw new StartError(
      `DATABASE_URL: no PostgreSQL to be used at ${hostname}:${port || "5432"} (${reason}). Correct it, or unset it to use the embedded database.`,
    );
  } finally {
    await client.end().catch(() => undefined); // a connection that was never made has nothing to end
  }
}
