// What a tool's report says in numbers. Whatever is wrong and is no single test (a file that cannot be loaded, an error between
// tests, an exit code nothing explains, no test at all) counts as one failure, so that no run is green by accident.
import { existsSync, readFileSync } from "node:fs";

/** A tool that says yes or no. */
export function countOfCheck(code) {
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/** Source: vitest's reporter `json`, the shape of Jest's `--json`. */
export function countOfVitest(reportFile, code) {
  const report = readReport(reportFile);
  if (report === undefined) return broken();
  const unloadable = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every(({ status }) => status !== "failed"),
  );
  return complete(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloadable.length,
      skipped: report.numPendingTests + report.numTodoTests,
    },
    code,
  );
}

/** Source: Playwright's reporter `json`. A flaky test failed once and passed at its second try: it counts as passed, and is named at the end. */
export function countOfPlaywright(reportFile, code) {
  const report = readReport(reportFile);
  if (report === undefined) return broken();
  const { expected, flaky, unexpected, skipped } = report.stats;
  return complete({ passed: expected + flaky, failed: unexpected + report.errors.length, skipped }, code);
}

function complete(count, code) {
  const unexplained = count.failed === 0 && (code !== 0 || count.passed === 0);
  return unexplained ? { ...count, failed: 1 } : count;
}

function broken() {
  return { passed: 0, failed: 1, skipped: 0 };
}

/** Undefined when the tool did not get as far as writing one. */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

export function sumOf(counts) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const count of counts) for (const key of Object.keys(sum)) sum[key] += count[key];
  return sum;
}

/** `12 passed, 0 failed`, with `, 3 skipped` when there are any. */
export function wordsOf({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
