import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { KILLED_STAGES } from "@/lib/testing/killed-stages";

const LIB = join(import.meta.dirname, "..");

it("has every stage that a job enters among those in which tests kill the worker", () => {
  const sources = globSync("**/*.ts", { cwd: LIB, exclude: (name) => name.endsWith(".test.ts") || name === "testing" });
  const entered = sources.flatMap((name) =>
    Array.from(readFileSync(join(LIB, name), "utf8").matchAll(/\brun\.stage\("(\w+)"/g), ([, stage = ""]) => stage),
  );
  const killed: ReadonlySet<string> = new Set(Object.values(KILLED_STAGES).flat());
  expect([...new Set(entered)].sort()).toEqual([...killed].filter((stage) => stage !== "work").sort());
});
