import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { type TestName, testNamesIn } from "./test-names";

const TESTS = ["{app,components,lib,scripts}/**/*.test.{ts,tsx}", "e2e/**/*.spec.ts"];

/** The names of all tests of a checkout. */
export function readTestNames(root: string): TestName[] {
  const files = globSync(TESTS, { cwd: root }).sort();
  return files.flatMap((file) => testNamesIn(file, readFileSync(path.join(root, file), "utf8")));
}
