import { existsSync } from "node:fs";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it, vi } from "vitest";

const root = await mkdtemp(path.join(tmpdir(), "ims-scratch-"));
vi.stubEnv("IMS_DATA_DIR", root);
const { sweepScratch, withScratch } = await import("./scratch");

afterAll(() => rm(root, { recursive: true, force: true }));

it("is gone with all that is in it when the work ends, well or badly", async () => {
  const folders: string[] = [];
  const work = async (folder: string) => {
    folders.push(folder);
    await writeFile(path.join(folder, "disk"), "bytes");
    if (folders.length === 2) throw new Error("it failed");
    return "done";
  };
  expect(await withScratch(work)).toBe("done");
  await expect(withScratch(work)).rejects.toThrow("it failed");
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, false]);
  expect(new Set(folders).size).toBe(2);
});

it("is swept when a process left it behind, and not while it is in use", async () => {
  const hour = 3_600_000;
  await withScratch(async (used) => {
    await withScratch(async (left) => {
      await utimes(left, new Date(Date.now() - 2 * hour), new Date(Date.now() - 2 * hour));
      expect(await sweepScratch(new Date(Date.now() - hour))).toBe(1);
      expect([existsSync(used), existsSync(left)]).toEqual([true, false]);
    });
  });
  expect(await sweepScratch(new Date(Date.now() + hour))).toBe(0);
});
