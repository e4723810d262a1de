import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { proofsOf, reportOf } from "./proofs";
import { readTestNames } from "./read-tests";
import { differencesFrom, type Requirements } from "./requirements";

const root = path.join(import.meta.dirname, "..");
/** The requirements themselves, where they are at hand. */
const SPECIFICATION = path.join(root, "../shared/spec/requirements.md");

const requirements: Requirements = JSON.parse(readFileSync(path.join(root, "docs/requirements.json"), "utf8"));
const proofs = proofsOf(readTestNames(root), requirements);
const problems = [
  ...proofs.problems,
  ...(existsSync(SPECIFICATION) ? differencesFrom(readFileSync(SPECIFICATION, "utf8"), requirements) : []),
];
for (const problem of problems) process.stderr.write(`${problem}\n`);
for (const line of reportOf(requirements, proofs)) process.stdout.write(`${line}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
