import { db } from "../db/client";

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, "ok" | string>>;
}

/** Runs named checks side by side, each for at most three seconds; says of each whether it holds, and in one word why not. */
export async function checkReadiness(checks: Readonly<Record<string, () => Promise<unknown>>>): Promise<Readiness> {
  const all = { database: () => db().$queryRaw`SELECT 1`, queue: () => db().$queryRaw`SELECT 1 FROM pgboss.version`, ...checks };
  const results = await Promise.all(
    Object.entries(all).map(async ([name, check]) => {
      const outcome = await Promise.race([check().then(() => "ok", reasonOf), timeout()]);
      return [name, outcome] as const;
    }),
  );
  return { ready: results.every(([, outcome]) => outcome === "ok"), checks: Object.fromEntries(results) };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.name : "failed";
}

function timeout(): Promise<string> {
  return new Promise((resolve) => setTimeout(resolve, 3_000, "timeout").unref());
}
