import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { db, openDb, useDb } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { stopQueue } from "@/lib/platform/queue/boss";
import { anAccount } from "@/lib/testing/factories";
import { type Product, startProduct } from "@/scripts/product.mjs";
import { scratch } from "./disks";
import { until } from "./until";

export const DATA_DIR = scratch("data");
const demoPassword = randomBytes(12).toString("base64url");

/** The started product, and a tenant of its own for what is measured. */
export interface Service {
  readonly product: Product;
  readonly owner: Actor;
  /** The same person at work in another region. */
  readonly ownerIn: (regionId: string) => Promise<Actor>;
}

let running: Promise<Service> | undefined;

/** The product, started at the first call, with the images of its demo accounts made. This process shares its database, to lay out what a bench needs. */
export function service(): Promise<Service> {
  running ??= open();
  return running;
}

async function open(): Promise<Service> {
  const product = await startService();
  const read = async (name: string) => (await readFile(path.join(DATA_DIR, name), "utf8")).trim();
  const port = (await read("postgres/postmaster.pid")).split("\n")[3]; // PostgreSQL writes it there
  process.env.IMS_DATA_DIR = DATA_DIR;
  process.env.NEXTAUTH_SECRET = await read("session-secret");
  process.env.IMS_DATABASE_URL = `postgresql://ims:${await read("postgres-password")}@127.0.0.1:${port}/postgres`;
  useDb(openDb(process.env.IMS_DATABASE_URL, 4));
  await allJobsEnded();
  const { owner, ownerIn } = await anAccount();
  return { product, owner, ownerIn };
}

/** Waits until the worker has nothing to do, so that it takes nothing from what is measured next. */
export function allJobsEnded(): Promise<void> {
  return until(async () => (await db().job.count({ where: { endedAt: null } })) === 0);
}

export function startService(args?: readonly string[]): Promise<Product> {
  return startProduct({ dataDir: DATA_DIR, demoPassword, env: process.env, args });
}

/** Stops the product if it was started. */
export async function closeService(): Promise<void> {
  if (running === undefined) return;
  const { product } = await running;
  running = undefined;
  await stopQueue(1);
  await db().$disconnect();
  useDb(undefined);
  await product.stop();
}
