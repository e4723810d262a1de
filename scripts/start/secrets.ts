import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { createWhole } from "@/lib/platform/create-whole";
import type { Env } from "@/lib/platform/env";

/** What web and worker need and nobody else may read. Kept in the data folder (mode 0600) unless given. */
export async function loadSecrets(env: Env): Promise<{ NEXTAUTH_SECRET: string; IMS_MASTER_KEY: string }> {
  const session = await readOrCreate(path.join(env.dataDir, "session-secret"));
  const master = env.IMS_MASTER_KEY === undefined ? await readOrCreate(path.join(env.dataDir, "master-key"), sayMasterKey) : undefined;
  return { NEXTAUTH_SECRET: session, IMS_MASTER_KEY: env.IMS_MASTER_KEY ?? master ?? "" };
}

function sayMasterKey(file: string): void {
  process.stdout.write(`Made a master key in ${file}. Keep a copy: encrypted images cannot be read without it.\n`);
}

async function readOrCreate(file: string, onCreate?: (file: string) => void): Promise<string> {
  if (await createWhole(file, randomBytes(32).toString("base64"))) onCreate?.(file);
  return (await readFile(file, "utf8")).trim();
}
