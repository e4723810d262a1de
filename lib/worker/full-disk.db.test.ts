import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cp, mkdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { MIB } from "@/lib/disk/model";
import { retryImage } from "@/lib/images/commands/retry-image";
import { getImage } from "@/lib/images/queries/get-image";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { aRegistration } from "@/lib/testing/images";
import { workerProcesses } from "@/lib/testing/worker-process";

const database = testDatabase();
const run = promisify(execFile);
const PATIENCE = { timeout: 120_000, interval: 200 };

let processes: Awaited<ReturnType<typeof workerProcesses>>;
beforeAll(async () => {
  processes = await workerProcesses(database);
});
afterAll(() => processes.remove());

it("fails an import whose disk does not fit with the reason, keeps nothing of it, and makes it when there is room", {
  timeout: 240_000,
}, async () => {
  const { owner } = await anAccount();
  const { imageId } = await aRegistration(owner, randomBytes(24 * MIB));
  // The worker's region lies on a real disk of 36 MiB, which it alone sees: the file of 24 MiB is there, its copy of 24 MiB is too much.
  const region = path.join(database.dataDir, "regions/cn-north-4");
  const seed = path.join(database.dataDir, "seed");
  await mkdir(seed);
  await cp(region, seed, { recursive: true });
  const script = `mount -t tmpfs -o size=36m tmpfs "$0" && cp -a "$1/." "$0/" && shift && exec "$@"`;
  const worker = await processes.start({ before: ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, region, seed] });
  const inside = (command: string) =>
    run("nsenter", [`--target=${worker.pid}`, "--user", "--mount", "--preserve-credentials", "sh", "-c", command, region]);
  await expect.poll(() => getImage(owner, { imageId }), PATIENCE).toMatchObject({ status: "killed", failureCode: "storageFull" });
  const { stdout } = await inside(
    'find "$0" -type f -path "*images*" -o -type f -path "*staging*" | wc -l; df -m --output=used "$0" | tail -1',
  );
  const [left, usedMib] = stdout.trim().split("\n").map(Number);
  expect(left).toBe(0);
  expect(usedMib).toBeLessThan(28);

  await inside('mount -o remount,size=80m "$0"');
  await retryImage(owner, { imageId });
  await expect.poll(() => getImage(owner, { imageId }), PATIENCE).toMatchObject({ status: "active", failureCode: null });
  expect(await worker.stop()).toBe(0);
});
