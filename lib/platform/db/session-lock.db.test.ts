import { expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { db } from "./client";
import { trySessionLock } from "./session-lock";

testDatabase();

it("gives a lock to one at a time, and again after its release", async () => {
  const tries = await Promise.all(Array.from({ length: 10 }, () => trySessionLock("one")));
  const [lock, ...others] = tries.filter((found) => found !== undefined);
  expect(others).toEqual([]);
  expect(await trySessionLock("another")).toBeDefined();
  await lock?.release();
  expect(await trySessionLock("one")).toBeDefined();
});

it("tells the holder when the connection behind the lock is lost, and works on a new one", async () => {
  const lock = await trySessionLock("to be lost");
  expect(lock?.lost.aborted).toBe(false);
  await db()
    .$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ims-locks' AND datname = current_database()`;
  await expect.poll(() => lock?.lost.aborted).toBe(true);
  expect(lock?.lost.reason).toMatchObject({ code: "storageUnavailable" });
  const again = await trySessionLock("to be lost");
  await lock?.release();
  expect(again?.lost.aborted).toBe(false);
  expect(await trySessionLock("to be lost")).toBeUndefined();
});
