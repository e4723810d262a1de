import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { addMissingProjects, insertAccount } from "@/lib/iam/insert-account";
import { hashPassword } from "@/lib/iam/password";
import { db } from "@/lib/platform/db/client";
import type { Env } from "@/lib/platform/env";
import { seedDemoImages } from "./demo-images";

const DEMO_ACCOUNTS = ["alpha", "beta"];

/** First accounts, and projects in regions that are new. The caller makes sure that one process at a time seeds. */
export async function seed(env: Env): Promise<void> {
  const known = new Set((await db().account.findMany({ select: { name: true } })).map(({ name }) => name));
  const adminHash = known.size > 0 ? undefined : await hashPassword(await firstAdminPassword(env));
  const demoHash =
    env.IMS_DEMO === "0" || DEMO_ACCOUNTS.every((name) => known.has(name)) ? undefined : await hashPassword(await demoPassword(env));
  await db().$transaction(async (tx) => {
    const names = new Set((await tx.account.findMany({ select: { name: true } })).map(({ name }) => name));
    if (adminHash !== undefined && names.size === 0) {
      await insertAccount(tx, { name: env.IMS_ADMIN_ACCOUNT, ownerName: env.IMS_ADMIN_USER, ownerPasswordHash: adminHash, operator: true });
    }
    for (const name of DEMO_ACCOUNTS) {
      if (demoHash !== undefined && !names.has(name)) await insertAccount(tx, { name, ownerName: name, ownerPasswordHash: demoHash });
    }
    for (const account of await tx.account.findMany({ select: { id: true, name: true } })) await addMissingProjects(tx, account);
  });
  if (env.IMS_DEMO !== "0") await seedDemoImages();
}

async function firstAdminPassword(env: Env): Promise<string> {
  if (env.IMS_ADMIN_PASSWORD !== undefined) return env.IMS_ADMIN_PASSWORD;
  return newPassword(env, "admin-password", `First sign-in: account ${env.IMS_ADMIN_ACCOUNT}, user ${env.IMS_ADMIN_USER}`);
}

async function demoPassword(env: Env): Promise<string> {
  if (env.IMS_DEMO_PASSWORD !== undefined) return env.IMS_DEMO_PASSWORD;
  return newPassword(env, "demo-password", "Demo accounts: alpha with user alpha, beta with user beta");
}

async function newPassword(env: Env, fileName: string, whose: string): Promise<string> {
  const password = randomBytes(12).toString("base64url");
  const file = path.join(env.dataDir, fileName);
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  process.stdout.write(`${whose}, password ${password} (also in ${file})\n`);
  return password;
}
