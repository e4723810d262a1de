import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { countOfCheck, countOfPlaywright, countOfVitest, sumOf, wordsOf } from "./counts.mjs";

function reportFile(report: unknown): string {
  const folder = mkdtempSync(path.join(tmpdir(), "ims-report-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "report.json");
  writeFileSync(file, JSON.stringify(report));
  return file;
}

const vitest = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] as unknown[] };
const playwright = { stats: { expected: 2, flaky: 0, unexpected: 0, skipped: 0 }, errors: [] as unknown[] };

describe("counts of a run", () => {
  it("take a check as one test", () => {
    expect([countOfCheck(0), countOfCheck(1), countOfCheck(null)].map(wordsOf)).toEqual([
      "1 passed, 0 failed",
      "0 passed, 1 failed",
      "0 passed, 1 failed",
    ]);
  });

  it("take tests from the report", () => {
    expect(countOfVitest(reportFile({ ...vitest, numFailedTests: 2, numPendingTests: 1 }), 1)).toEqual({
      passed: 3,
      failed: 2,
      skipped: 1,
    });
    expect(countOfPlaywright(reportFile({ ...playwright, stats: { expected: 2, flaky: 1, unexpected: 1, skipped: 1 } }), 1)).toEqual({
      passed: 3,
      failed: 1,
      skipped: 1,
    });
  });

  it("take a file that cannot be loaded and an error between tests as failures", () => {
    const unloadable = { status: "failed", assertionResults: [] };
    expect(countOfVitest(reportFile({ ...vitest, testResults: [unloadable] }), 1).failed).toBe(1);
    expect(countOfPlaywright(reportFile({ ...playwright, errors: [{}] }), 1).failed).toBe(1);
  });

  it("are never green by accident: no report, no test, or an exit code that nothing explains", () => {
    expect(countOfVitest("/nowhere/report.json", 0).failed).toBe(1);
    expect(countOfVitest(reportFile({ ...vitest, numPassedTests: 0 }), 0).failed).toBe(1);
    expect(countOfVitest(reportFile(vitest), 1).failed).toBe(1);
    expect(countOfPlaywright(reportFile(playwright), null).failed).toBe(1);
  });

  it("are summed, and name skipped tests only where there are any", () => {
    const sum = sumOf([countOfCheck(0), { passed: 4, failed: 1, skipped: 2 }]);
    expect([wordsOf(sum), wordsOf(countOfCheck(0))]).toEqual(["5 passed, 1 failed, 2 skipped", "1 passed, 0 failed"]);
  });
});
